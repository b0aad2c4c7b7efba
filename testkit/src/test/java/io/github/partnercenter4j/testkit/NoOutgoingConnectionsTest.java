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

/** The code of the fake opens no connections and looks up no names. */
class NoOutgoingConnectionsTest {

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
    void classesOfTheFake_makeNoCallsThatOpenConnections() throws Exception {
        assertThat(callsIn(FakePartnerCenter.class)).isEmpty();
    }

    /** A test class opens connections, so the check above must find them there. */
    @Test
    void testClass_thatOpensConnections_isFoundByTheCheck() throws Exception {
        assertThat(callsIn(RawHttp.class).values())
                .flatExtracting(calls -> calls)
                .anyMatch(call -> call.startsWith("java/net/Socket.<init>"));
    }

    /** Returns the calls of all classes in the same folder or jar as a class. */
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
