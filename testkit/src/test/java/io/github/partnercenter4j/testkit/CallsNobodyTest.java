package io.github.partnercenter4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The fake answers and never asks: nothing in it can open a connection or look a name up. */
class CallsNobodyTest {

    private static final Pattern CALLS = Pattern.compile("java/net/http/.*"
            + "|java/net/(Http|Jar)?URL(Connection|ClassLoader|StreamHandler)?(\\..*)?"
            + "|javax/net/ssl/HttpsURLConnection(\\..*)?"
            + "|java/net/(Datagram|Multicast)Socket(\\..*)?"
            + "|java/nio/channels/(Asynchronous)?(Socket|Datagram)Channel(\\..*)?"
            + "|java/net/(Ssl)?Socket\\.(<init>|connect)\\(.*"
            + "|javax/net/(ssl/SSL)?SocketFactory\\.createSocket\\((?!Ljava/net/Socket;Ljava/io/InputStream;Z\\)).*"
            + "|java/net/InetAddress\\.(getByName|getAllByName|getCanonicalHostName|getHostName|isReachable|getLocalHost)\\(.*"
            + "|java/net/InetSocketAddress\\.<init>\\(Ljava/lang/String;I\\)V"
            + "|javax/naming/.*|java/lang/ProcessBuilder.*|java/lang/Runtime\\.exec.*");

    @Test
    void fake_refersToNothingThatOpensConnections() throws Exception {
        assertThat(callsIn(FakePartnerCenter.class)).isEmpty();
    }

    /** The tests connect to the fake, so they show that the test above can see. */
    @Test
    void testsOfTheFake_openConnections_andAreSeenTo() throws Exception {
        assertThat(callsIn(RawHttp.class).values())
                .flatExtracting(calls -> calls)
                .anyMatch(call -> call.startsWith("java/net/Socket.<init>"));
    }

    /** The calls of all classes beside one. */
    private static Map<String, List<String>> callsIn(Class<?> one) throws Exception {
        Path classes =
                Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
        Map<String, List<String>> calls = new TreeMap<>();
        try (Stream<Path> files = Files.walk(classes)) {
            List<Path> wanted =
                    files.filter(file -> file.toString().endsWith(".class")).toList();
            assertThat(wanted).hasSizeGreaterThan(5);
            for (Path file : wanted) {
                List<String> found = callsOf(file);
                if (!found.isEmpty()) {
                    calls.put(classes.relativize(file).toString(), found);
                }
            }
        }
        return calls;
    }

    private static List<String> callsOf(Path file) throws IOException {
        return new TreeSet<>(ClassReferences.of(file))
                .stream()
                        .filter(reference -> CALLS.matcher(reference).matches())
                        .toList();
    }
}
