package io.github.partnercenter4j.contract.matrix;

import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.RetryPolicy;
import io.github.partnercenter4j.SupportProfileOperations;
import io.github.partnercenter4j.UpdateRoute;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.port.SupportProfileGateway;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/**
 * A call in a separate JVM, which resolves names with a file. The name resolution of a JVM is the same for all its
 * code, and a test must not ask the name servers of the network.
 */
final class ForkedCall {

    private static final long PATIENCE_SECONDS = 60;

    /** The start of the line with the result. The JVM and loggers may print other lines. */
    static final String VERDICT = "VERDICT ";

    private ForkedCall() {}

    /**
     * Makes a call.
     *
     * @param matrix opens the gateway
     * @param origin the target; for {@code localhost} only plain http, because it always has an address
     * @param hosts the names of the other JVM, in the format of {@code /etc/hosts}
     * @return the output, with a line that begins with {@link #VERDICT} and has the end of the call
     */
    static String run(Class<?> matrix, Verb verb, String origin, AccessToken token, String hosts)
            throws IOException, InterruptedException {
        Path names = Files.createTempFile("hosts", null);
        Path said = Files.createTempFile("said", null);
        try {
            Files.writeString(names, hosts);
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            // A short run: optimizing costs more than it brings.
                            "-XX:TieredStopAtLevel=1",
                            "-Djdk.net.hosts.file=" + names,
                            "-cp",
                            classPath(matrix),
                            ForkedCall.class.getName(),
                            matrix.getName(),
                            verb.name(),
                            origin,
                            token.value())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            try {
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    return "no end within " + PATIENCE_SECONDS + " s";
                }
            } finally {
                process.destroyForcibly();
            }
            return Files.readString(said, StandardCharsets.UTF_8);
        } finally {
            Files.delete(names);
            Files.delete(said);
        }
    }

    /** The class path and module path of this JVM, and the place of the matrix, which may be patched into a module. */
    private static String classPath(Class<?> matrix) {
        String file = "/" + matrix.getName().replace('.', '/') + ".class";
        URL url = Objects.requireNonNull(matrix.getResource(file), file);
        try {
            String path = new File(url.toURI()).getPath();
            return path.substring(0, path.length() - file.length())
                    + File.pathSeparator
                    + System.getProperty("java.class.path", "")
                    + File.pathSeparator
                    + System.getProperty("jdk.module.path", "");
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * Makes the call.
     *
     * @param args the matrix's class, the verb, the origin, the token
     * @throws Exception if the call cannot be made
     */
    public static void main(String[] args) throws Exception {
        Constructor<?> constructor = Class.forName(args[0]).getDeclaredConstructor();
        constructor.setAccessible(true);
        TransportUnderTest matrix = (TransportUnderTest) constructor.newInstance();
        URI url = URI.create(args[2]);
        try (SupportProfileGateway gateway =
                        matrix.open(Cloud.custom(url, url, url + "/user_impersonation"), SSLContext.getDefault());
                PartnerCenter client = PartnerCenter.builder()
                        .gateway(gateway)
                        .tokens(AccessTokenProvider.fixed(AccessToken.of(args[3])))
                        .updateRoute(UpdateRoute.DOCUMENTED)
                        .retryPolicy(RetryPolicy.builder()
                                .firstWait(Duration.ofMillis(1))
                                .build())
                        .build()) {
            call(client.profiles().supportProfile(), Verb.valueOf(args[1]));
            System.out.println(VERDICT + "success");
        } catch (PartnerCenterException failure) {
            System.out.println(VERDICT + failure.category() + ", " + failure.attempts() + " tries"
                    + failure.writeOutcome().map(outcome -> ", " + outcome).orElse(""));
            failure.printStackTrace(System.out);
        }
    }

    private static void call(SupportProfileOperations operations, Verb verb) {
        if (verb == Verb.GET) {
            operations.get();
        } else {
            operations.update(FaultRig.CHANGED);
        }
    }
}
