package io.github.partnercenter4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.error.TransportException;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.port.ResourcePath;
import io.github.partnercenter4j.testkit.Fault.Point;
import io.github.partnercenter4j.testkit.behaviour.Behaviour;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class ReplayTest {

    private static final String ID = "603f3cd9-01b8-48f2-b65d-855a246f5bfd";

    private final VirtualClock clock = VirtualClock.start();

    private FakePartnerCenter.Builder builder() {
        return FakePartnerCenter.builder().seed(5).clock(clock);
    }

    @ParameterizedTest
    @EnumSource
    void put_repeatedId_returnsTheFirstResponseAndWritesNothing(TwoDoors way) {
        try (FakePartnerCenter fake = builder().build();
                DoorClient door = DoorClient.open(way, fake)) {
            SupportProfileReply first = door.put("1", door.context().requestId(ID));
            door.put("2", door.context());

            SupportProfileReply again = door.put("1", door.context().requestId(ID.toUpperCase(Locale.ROOT)));

            assertThat(again.profile()).isEqualTo(first.profile());
            assertThat(again.metadata().requestId()).isEqualToIgnoringCase(ID);
            assertThat(fake.profile().telephone()).isEqualTo("2");
            assertThat(fake.writesApplied()).isEqualTo(2);
            assertThat(fake.journal().requests("PUT"))
                    .extracting(RecordedExchange::replayed, RecordedExchange::committed)
                    .containsExactly(tuple(false, true), tuple(false, true), tuple(true, false));
            assertThat(fake.journal().toString()).contains("-> 200, replayed");
        }
    }

    @Test
    void put_repeatedIdAfterAResetOfTheTenant_writes() {
        try (FakePartnerCenter fake = builder().build();
                DoorClient door = DoorClient.open(TwoDoors.IN_MEMORY, fake)) {
            door.put("1", door.context().requestId(ID));
            fake.tenant(fake.tenant()).reset();

            door.put("1", door.context().requestId(ID));

            assertThat(fake.profile().telephone()).isEqualTo("1");
            assertThat(fake.writesApplied()).isEqualTo(1);
        }
    }

    @Test
    void put_repeatedIdAfterARestore_writes() {
        try (FakePartnerCenter fake = builder().build();
                DoorClient door = DoorClient.open(TwoDoors.IN_MEMORY, fake)) {
            Snapshot before = fake.snapshot();
            door.put("1", door.context().requestId(ID));
            fake.restore(before);

            door.put("1", door.context().requestId(ID));

            assertThat(fake.profile().telephone()).isEqualTo("1");
        }
    }

    @ParameterizedTest
    @EnumSource
    void put_repeatedIdAfterALostResponse_writesOnce(TwoDoors way) {
        try (FakePartnerCenter fake = builder().build();
                DoorClient door = DoorClient.open(way, fake)) {
            fake.next(Fault.reset(Point.AFTER_COMMIT), Fault.reset(Point.BEFORE_COMMIT));

            TransportException lost = catchThrowableOfType(
                    TransportException.class, () -> door.put("1", door.context().requestId(ID)));
            TransportException lostBefore = catchThrowableOfType(
                    TransportException.class, () -> door.put("1", door.context().requestId(ID)));
            SupportProfileReply again = door.put("1", door.context().requestId(ID));

            assertThat(lost).isNotNull();
            assertThat(lostBefore).isNotNull();
            assertThat(again.profile().telephone()).isEqualTo("1");
            assertThat(fake.writesApplied()).isEqualTo(1);
            assertThat(fake.journal().requests("PUT"))
                    .extracting(RecordedExchange::replayed)
                    .containsExactly(false, false, true);
        }
    }

    @ParameterizedTest
    @EnumSource
    void put_repeatedIdWithAnotherBody_writesAndIsStoredInstead(TwoDoors way) {
        try (FakePartnerCenter fake = builder().build();
                DoorClient door = DoorClient.open(way, fake)) {
            door.put("1", door.context().requestId(ID));

            door.put("2", door.context().requestId(ID));
            door.put("2", door.context().requestId(ID));

            assertThat(fake.profile().telephone()).isEqualTo("2");
            assertThat(fake.writesApplied()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void put_repeatedIdWithAnotherBody_otherBodyRefusedIsOn_isRefused(TwoDoors way) {
        try (FakePartnerCenter fake =
                        builder().behaviour(Behaviour.OTHER_BODY_REFUSED, true).build();
                DoorClient door = DoorClient.open(way, fake)) {
            door.put("1", door.context().requestId(ID));

            ServiceException refused = catchThrowableOfType(
                    ServiceException.class, () -> door.put("2", door.context().requestId(ID)));

            assertThat(refused.status()).isEqualTo(409);
            assertThat(fake.profile().telephone()).isEqualTo("1");
            assertThat(fake.journal().last().replayed()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void put_repeatedIdWithReplayOff_writes(TwoDoors way) {
        try (FakePartnerCenter fake =
                        builder().behaviour(Behaviour.REPLAY, false).build();
                DoorClient door = DoorClient.open(way, fake)) {
            door.put("1", door.context().requestId(ID));
            door.put("1", door.context().requestId(ID));

            assertThat(fake.writesApplied()).isEqualTo(2);
        }
    }

    @Test
    void put_sameIdForAnotherTenantOrPath_writes() {
        try (FakePartnerCenter fake = builder().build();
                DoorClient door = DoorClient.open(TwoDoors.IN_MEMORY, fake)) {
            door.put("1", door.context().requestId(ID));

            door.put(
                    "1",
                    DoorClient.context(fake.tokens().appPlusUser(DoorClient.newId()))
                            .requestId(ID));
            door.put("1", door.context().requestId(ID).path(ResourcePath.SUPPORT));

            assertThat(fake.writesApplied()).isEqualTo(3);
        }
    }

    @Test
    void put_repeatedIdAfterTheLifetime_writes() {
        try (FakePartnerCenter fake =
                        builder().replayLifetime(Duration.ofSeconds(90)).build();
                DoorClient door = DoorClient.open(TwoDoors.IN_MEMORY, fake)) {
            door.put("1", door.context().requestId(ID));
            clock.advance(Duration.ofSeconds(89));
            door.put("1", door.context().requestId(ID));
            assertThat(fake.writesApplied()).isEqualTo(1);

            clock.advance(Duration.ofSeconds(1));
            door.put("1", door.context().requestId(ID));

            assertThat(fake.writesApplied()).isEqualTo(2);
        }
    }

    @Test
    void put_repeatedIdAfterAThousandOthers_writes() {
        try (FakePartnerCenter fake = builder().build();
                DoorClient door = DoorClient.open(TwoDoors.IN_MEMORY, fake)) {
            door.put("1", door.context().requestId(ID));
            for (int i = 0; i < 999; i++) {
                door.put("1", door.context());
            }
            door.put("1", door.context().requestId(ID));
            assertThat(fake.writesApplied()).isEqualTo(1000);

            door.put("1", door.context());
            door.put("1", door.context().requestId(ID));

            assertThat(fake.writesApplied()).isEqualTo(1002);
        }
    }

    @Test
    void put_repeatedIdAfterManyLargeWrites_writes() {
        try (FakePartnerCenter fake = builder().build();
                DoorClient door = DoorClient.open(TwoDoors.IN_MEMORY, fake)) {
            String text = "5".repeat(200_000);
            SupportProfile large = SupportProfile.builder()
                    .email(text)
                    .telephone(text)
                    .website(text)
                    .build();
            door.put("1", door.context().requestId(ID));
            for (int i = 0; i < 7; i++) {
                door.put(large, door.context());
            }

            door.put("1", door.context().requestId(ID));

            assertThat(fake.writesApplied()).isEqualTo(9);
        }
    }

    @Test
    void reset_removesTheIds() {
        try (FakePartnerCenter fake = builder().build();
                DoorClient door = DoorClient.open(TwoDoors.IN_MEMORY, fake)) {
            door.put("1", door.context().requestId(ID));

            fake.reset();
            door.put("1", door.context().requestId(ID));

            assertThat(fake.writesApplied()).isEqualTo(1);
        }
    }

    @Test
    void put_oneIdFromManyThreads_writesOnce() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(4);
        try (FakePartnerCenter fake = builder().build();
                DoorClient door = DoorClient.open(TwoDoors.IN_MEMORY, fake)) {
            Callable<SupportProfileReply> call =
                    () -> door.put("1", door.context().requestId(ID));
            List<Callable<SupportProfileReply>> calls =
                    Stream.generate(() -> call).limit(400).toList();
            for (Future<SupportProfileReply> reply : callers.invokeAll(calls, 50, TimeUnit.SECONDS)) {
                assertThat(reply.get().profile().telephone()).isEqualTo("1");
            }

            assertThat(fake.writesApplied()).isEqualTo(1);
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void replayLifetime_zero_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FakePartnerCenter.builder().replayLifetime(Duration.ZERO))
                .withMessageContaining("Behaviour.REPLAY");
    }
}
