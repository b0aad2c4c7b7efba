package io.github.partnercenter4j.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A program of this class path in a JVM of its own, killed when closed. */
final class ChildJvm implements AutoCloseable {

    static final int ANY_PROCESSOR = -1;

    private final Process process;
    private final BufferedReader out;

    private ChildJvm(Process process) {
        this.process = process;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /**
     * Starts a program on the Java that runs this.
     *
     * @param processor which processor to hold it on; {@link #ANY_PROCESSOR}, a machine with one, or a system without
     *     {@code taskset} leave it free
     */
    static ChildJvm start(int processor, Class<?> main, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (processor != ANY_PROCESSOR && canPin()) {
            command.addAll(List.of("taskset", "-c", Integer.toString(processor)));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // The collector that does nothing behind one's back; and JDK 17's server would delay each answer by 40 ms.
        command.addAll(List.of("-XX:+UseSerialGC", "-Xms512m", "-Xmx512m", "-Dsun.net.httpserver.nodelay=true"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        // A row that is broken off must not leave its server behind.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return new ChildJvm(process);
    }

    /** Tells whether programs can be held on two different processors here. */
    private static boolean canPin() {
        return availableProcessors() > 1
                && Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "taskset")));
    }

    /** The machine's: those of a JVM that is held on one are not what counts. */
    private static long availableProcessors() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("processor")).count();
        } catch (IOException notLinux) {
            return 1;
        }
    }

    /** Reads the line in which a server says where it is. */
    Endpoint endpoint() throws IOException {
        JsonNode ready = new ObjectMapper().readTree(line());
        return new Endpoint(ready.get("url").asText(), ready.get("token").asText());
    }

    /** Reads one line. */
    String line() throws IOException {
        String line = out.readLine();
        if (line == null) {
            throw new IOException("The program ended without saying anything; see above for why.");
        }
        return line;
    }

    /** Reads all that the program prints, to its end. */
    Stream<String> lines() throws InterruptedException {
        List<String> lines = out.lines().toList();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("The program failed; see above for why.");
        }
        return lines.stream();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
