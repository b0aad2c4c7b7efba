package io.github.partnercenter4j.contract.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.RecordedExchange;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Checks how calls ended: compares the results of the client with what the servers received. */
final class FaultJudge {

    private final FaultRig rig;
    private final FakePartnerCenter fake;

    private FaultJudge(FaultRig rig) {
        this.rig = rig;
        this.fake = rig.fake();
    }

    /** Checks one call: its category, the numbers of requests, and the outcome of a write. */
    static void judge(FaultRig rig, Verb verb, Ending expected, SupportProfile sent, Result result) {
        new FaultJudge(rig).judge(verb, expected, sent, result);
    }

    private void judge(Verb verb, Ending expected, SupportProfile sent, Result result) {
        Ending ending = expected.of(result.failure() instanceof PartnerCenterException ours ? ours.category() : null);
        if (ending.isSuccess()) {
            succeeded(verb, sent, result);
        } else {
            failed(verb, ending, result.ours());
        }
        int tries = rig.observer().attempts(verb).size();
        assertTrue(
                ending.tries().allows(tries),
                () -> "tries are " + ending.tries() + ", but " + rig.observer().attempts());
        int sends = rig.sends(verb);
        assertTrue(ending.sends().allows(sends), () -> "sends are " + ending.sends() + ", but " + fake.journal());
        if (verb == Verb.PUT) {
            assertEquals(ending.reads(), rig.observer().attempts(Verb.GET).size(), "reads after the write");
            resendsAreEqual();
        }
    }

    private void succeeded(Verb verb, SupportProfile sent, Result result) {
        Throwable failure = result.failure();
        assertNull(failure, () -> "the call succeeds, but: " + Result.trace(Objects.requireNonNull(failure)));
        assertNotNull(result.reply());
        if (verb == Verb.PUT) {
            assertEquals(sent.email(), fake.profile().email(), "what was reported as stored is stored");
        }
    }

    private void failed(Verb verb, Ending ending, PartnerCenterException failure) {
        assertEquals(ending.category(), failure.category(), () -> "category of " + Result.trace(failure));
        if (verb == Verb.GET) {
            assertTrue(failure.writeOutcome().isEmpty(), "a read has no outcome");
            return;
        }
        WriteOutcome outcome = failure.writeOutcome().orElseThrow();
        assertTrue(ending.outcomes().contains(outcome), () -> "outcome of " + Result.trace(failure));
        assertTrue(
                outcome != WriteOutcome.NOT_APPLIED || fake.writesApplied() == 0,
                "nothing was applied, as the failure says");
        // A peer on the route that answers 200 counts as having applied the write.
        assertTrue(
                outcome != WriteOutcome.APPLIED || fake.writesApplied() > 0 || rig.isRouted(),
                "it was applied, as the failure says");
    }

    private void resendsAreEqual() {
        List<RecordedExchange> writes = fake.journal().requests(Verb.PUT.name()).stream()
                .filter(write -> write.requestBody().length > 0)
                .toList();
        for (RecordedExchange write : writes) {
            assertEquals(writes.get(0).requestText(), write.requestText(), "a resend is the same, byte for byte");
        }
    }

    /** Checks that no text of a failure or of a listener event contains a token or a text of the peers. */
    static void scan(FaultRig rig, @Nullable Throwable failure) {
        List<String> texts = new ArrayList<>();
        if (failure != null) {
            texts.add(Result.trace(failure));
        }
        rig.observer().attempts().forEach(attempt -> texts.add(attempt.toString()));
        rig.observer().retries().forEach(retry -> texts.add(Result.trace(retry.failure())));
        for (String text : texts) {
            assertFalse(
                    text.toLowerCase(Locale.ROOT).contains(FaultRig.CANARY), () -> "a word of a peer is in: " + text);
            for (AccessToken token : rig.issued()) {
                assertFalse(text.contains(token.value()), "a token is in a text");
            }
        }
    }
}
