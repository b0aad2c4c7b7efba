package io.github.partnercenter4j.examples.soak;

import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.Fault;
import io.github.partnercenter4j.testkit.Fault.Point;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * All faults of an exchange, apart from a service that lies: a 4xx after an applied write, or a 2xx without one. No
 * client could notice that. Thread-safe.
 */
final class RandomFaults implements InstantSource {

    /**
     * How many of 1,000 calls queue a fault. There are a few more exchanges than calls, because of retries and tokens.
     */
    private static final int IN_THOUSAND = 120;

    private static final Duration ALL_TOKENS_EXPIRE = Duration.ofMinutes(61);

    private static final List<Fault> OF_THE_API = ofTheApi();
    private static final List<Fault> OF_THE_LOGIN = List.of(
            Fault.answer(500),
            Fault.answer(503).header("Retry-After", "1"),
            Fault.answer(200).body("<html>Sign in to the hotel's network</html>"),
            Fault.drop(Point.BEFORE_COMMIT),
            Fault.reset(Point.AFTER_COMMIT),
            Fault.stall(Point.AFTER_COMMIT),
            Fault.truncate(20));

    /**
     * How far the service's clock is ahead of the client's. So tokens expire at the service although the client
     * believes that they are valid.
     */
    private final AtomicLong aheadMillis = new AtomicLong();

    @Override
    public Instant instant() {
        return Instant.now().plusMillis(aheadMillis.get());
    }

    @Override
    public long millis() {
        return instant().toEpochMilli();
    }

    /** Perhaps queues a fault for the next exchange of any caller. */
    void maybe(RandomGenerator random, FakePartnerCenter fake) {
        if (random.nextInt(1000) < IN_THOUSAND) {
            fake.next(anyOf(OF_THE_API, random));
        }
        if (random.nextInt(1000) < 1) {
            fake.login().next(anyOf(OF_THE_LOGIN, random));
        }
        if (random.nextInt(1000) < 1) {
            aheadMillis.addAndGet(ALL_TOKENS_EXPIRE.toMillis());
        }
    }

    private static Fault anyOf(List<Fault> faults, RandomGenerator random) {
        return faults.get(random.nextInt(faults.size()));
    }

    private static List<Fault> ofTheApi() {
        byte[] noise = "220 mail.contoso.example ESMTP\r\n".getBytes(StandardCharsets.US_ASCII);
        List<Fault> faults = new ArrayList<>(List.of(
                Fault.answer(401),
                Fault.answer(408),
                Fault.answer(408).at(Point.AFTER_COMMIT),
                Fault.answer(429),
                Fault.answer(429).header("Retry-After", "1"),
                Fault.answer(429).header("Retry-After", "120"),
                Fault.answer(500),
                Fault.answer(500).at(Point.AFTER_COMMIT),
                Fault.answer(502).body("<html>Bad gateway</html>").at(Point.AFTER_COMMIT),
                Fault.answer(503),
                Fault.answer(503).header("Retry-After", "1"),
                Fault.answer(503).at(Point.AFTER_COMMIT),
                Fault.answer(504).at(Point.AFTER_COMMIT),
                Fault.answer(503).at(Point.AFTER_HEAD),
                Fault.raw(noise),
                Fault.raw(noise).at(Point.AFTER_COMMIT),
                Fault.overlay().body("{\"email\":"),
                Fault.overlay().body(""),
                Fault.overlay().header("Content-Encoding", "gzip"),
                Fault.overlay().header("Content-Length", "100000"),
                Fault.overlay().header("Connection", "close"),
                Fault.truncate(0),
                Fault.truncate(10),
                Fault.overlay().body(new byte[2 << 20])));
        for (Point point : Point.values()) {
            faults.add(Fault.drop(point));
            faults.add(Fault.reset(point));
            faults.add(Fault.stall(point));
        }
        return List.copyOf(faults);
    }
}
