package io.github.partnercenter4j.examples.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Checks that a call allocates at most 5 % more than the recorded number of bytes. The numbers are for the interpreter:
 * they vary by a few bytes only, on every JDK. Compiled code allocates less.
 */
@Timeout(120)
class AllocationTest {

    private static final Map<String, Long> ALLOCATED = new TreeMap<>();

    @BeforeAll
    @Timeout(120)
    static void measure() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xint",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Allocations.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        for (String line : out.lines().toList()) {
            List<String> words = List.of(line.split(" ", -1));
            ALLOCATED.put(words.get(0), Long.valueOf(words.get(1)));
        }
    }

    /**
     * If an operation has a good reason to allocate more, give the reason in the commit. If it allocates less, lower
     * the number.
     */
    @ParameterizedTest(name = "{0} allocates {1} bytes and 5 % at most")
    @CsvSource({"get, 1152", "getAsync, 1288", "update, 1248", "headers, 612", "write, 696", "map, 3736"})
    void operation_allocatesNoMoreThanRecorded(String operation, long bytes) {
        assertThat(ALLOCATED.get(operation)).isBetween(bytes * 3 / 4, bytes * 105 / 100);
    }

    @Test
    void operations_areAllMeasured() {
        assertThat(ALLOCATED).hasSize(6);
    }
}
