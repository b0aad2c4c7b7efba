package io.github.partnercenter4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
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
        assertThat(callsIn(file -> !isContractSuite(file))).isEmpty();
    }

    /** The contract suite plays peers and proxies, so it shows that the test above can see. */
    @Test
    void contractSuite_opensConnections_andIsSeenTo() throws Exception {
        assertThat(callsIn(CallsNobodyTest::isContractSuite).values())
                .flatExtracting(calls -> calls)
                .anyMatch(call -> call.startsWith("java/net/Socket.<init>"))
                .noneMatch(call -> call.startsWith("java/net/http/"))
                .noneMatch(call -> call.contains("URLConnection") || call.startsWith("java/net/URL.open"));
    }

    private static boolean isContractSuite(Path file) {
        return file.toString().replace('\\', '/').contains("/testkit/tck/");
    }

    private static Map<String, List<String>> callsIn(Predicate<Path> which) throws Exception {
        Path classes = Path.of(FakePartnerCenter.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Map<String, List<String>> calls = new TreeMap<>();
        try (Stream<Path> files = Files.walk(classes)) {
            List<Path> wanted = files.filter(file -> file.toString().endsWith(".class"))
                    .filter(which)
                    .toList();
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
