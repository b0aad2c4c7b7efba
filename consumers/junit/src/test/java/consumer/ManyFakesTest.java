package consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.partnercenter4j.SupportProfileOperations;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.FakeTenant;
import io.github.partnercenter4j.testkit.RecordedExchange;
import io.github.partnercenter4j.testkit.junit.PartnerCenterFake;
import io.github.partnercenter4j.testkit.junit.PartnerCenterFake.Injected;
import java.net.HttpURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Four hundred tests in parallel, each with a fake of its own; their ids go into a file. */
@PartnerCenterFake
class ManyFakesTest {

    private static final int TESTS = 400;
    private static final Map<String, String> IDS = new ConcurrentSkipListMap<>();
    private static final CyclicBarrier PARALLEL = new CyclicBarrier(2);

    @Injected
    private FakeTenant injected;

    private FakePartnerCenter prepared;

    @BeforeEach
    void prepare(FakePartnerCenter fake) {
        prepared = fake;
    }

    static IntStream numbers() {
        return IntStream.rangeClosed(1, TESTS);
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void ownFake(int number, FakePartnerCenter fake, SupportProfileOperations support) throws Exception {
        if (number <= 2) {
            // One after the other they would never meet.
            PARALLEL.await(60, TimeUnit.SECONDS);
        }
        assertEquals(prepared, fake);
        assertEquals(injected.fake(), fake);
        assertEquals(42, fake.seed());
        for (int call = 0; call <= number % 5; call++) {
            String telephone = number + "-" + call;
            support.edit(profile -> profile.withTelephone(telephone));
        }

        String token = fake.tokens().appPlusUser().value();
        HttpURLConnection http = (HttpURLConnection)
                fake.url().resolve("/v1/profiles/support").toURL().openConnection();
        http.setConnectTimeout(10_000);
        http.setReadTimeout(10_000);
        http.setRequestProperty("Authorization", "Bearer " + token);
        assertEquals(200, http.getResponseCode());
        assertTrue(new String(http.getInputStream().readAllBytes(), "UTF-8").contains("\"telephone\":\"" + number + "-" + number % 5 + "\""));
        assertEquals(2 * (1 + number % 5) + 1, fake.journal().total());
        note("own " + number, fake.tenant() + " " + token, fake.journal().exchanges());
    }

    static void note(String test, String ids, List<RecordedExchange> exchanges) {
        StringBuilder line = new StringBuilder(ids);
        for (RecordedExchange exchange : exchanges) {
            line.append(' ').append(exchange.responseHeader("MS-CV"));
        }
        IDS.put(test, line.toString());
    }

    @AfterAll
    static void write() throws Exception {
        assertEquals(TESTS, IDS.size());
        assertNotEquals(IDS.get("own 1"), IDS.get("own 2"));
        Path file = Path.of(System.getProperty("ids"));
        Files.createDirectories(file.getParent());
        Files.write(file, IDS.entrySet().stream().map(Map.Entry::toString).toList());
    }

    @Test
    void junit_isTheOneThatWasAskedFor() {
        assertEquals(System.getProperty("junit.version"), Test.class.getPackage().getImplementationVersion());
    }
}
