package io.github.partnercenter4j.examples.console;

import io.github.partnercenter4j.SupportProfileOperations;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.examples.probe.Probe;
import io.github.partnercenter4j.examples.probe.Question;
import io.github.partnercenter4j.model.SupportProfile;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Puts the profile back as it was before a probe: by the library, which retries and finds out the outcome of a write. It
 * does so also if the program is to end.
 */
final class PutBack {

    private final Session session;
    private final Surroundings surroundings;
    private final SupportProfile before;

    private PutBack(Session session, Surroundings surroundings, SupportProfile before) {
        this.session = session;
        this.surroundings = surroundings;
        this.before = before;
    }

    /** Reads the profile, and says what the probe will do to it. The texts are printed in case the program is killed. */
    static PutBack announced(Session session, Surroundings surroundings, List<Question> questions) {
        SupportProfile before =
                session.await("Partner Center", session.supportProfile().getAsync());
        long writing = questions.stream().filter(Question::writes).count();
        session.say("This changes the support profile of tenant "
                + session.partner().tenant() + ": " + writing
                + " questions send updates with test texts. At the end, also after Ctrl-C, the profile is put back as it is"
                + " now:");
        session.say(Printed.of(before).lines());
        return new PutBack(session, surroundings, before);
    }

    /**
     * Puts the profile back.
     *
     * @param probe the probe that has ended
     * @return whether the profile is as before
     */
    boolean run(Probe probe) {
        if (!probe.wrote()) {
            session.say("No update was sent: the profile is as it was.");
            return true;
        }
        int waitSeconds = probe.waitSeconds();
        boolean isToEnd = Thread.interrupted();
        try {
            if (waitSeconds > 0) {
                session.say("Waiting " + waitSeconds + " s, as the service asked, before the profile is put back ...");
                surroundings.patience().pause(Duration.ofSeconds(waitSeconds));
            }
        } catch (InterruptedException now) {
            isToEnd = true;
        }
        try {
            return isPutBack();
        } catch (RuntimeException failed) {
            // Whatever it is, the report must still be written.
            session.say(
                    failed instanceof PartnerCenterException ? String.valueOf(failed.getMessage()) : failed.toString());
            // As JSON, which shows the difference between no text, an empty one and spaces.
            session.say("The profile was not put back. Before, it was "
                    + Printed.of(before).json() + ": set these texts again, by the command set.");
            return false;
        } finally {
            if (isToEnd) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean isPutBack() {
        boolean isAsBefore = isAsBefore(hasText(before) ? await(profile().updateAsync(before)) : withoutText());
        session.say(
                isAsBefore
                        ? "The profile was put back as it was before."
                        : "The profile was put back, but the service stored other texts: read it.");
        return isAsBefore;
    }

    /**
     * Puts back a profile without a text, which an update of the library refuses. An edit sends blank texts, but nothing if
     * its read does not see the last update yet. So the test texts are erased first.
     */
    private SupportProfile withoutText() {
        try {
            SupportProfile cleared = await(profile().clearAsync());
            if (isAsBefore(cleared)) {
                return cleared;
            }
        } catch (ServiceException refused) {
            session.say(String.valueOf(refused.getMessage()));
        }
        return await(profile().editAsync(now -> before));
    }

    private SupportProfileOperations profile() {
        return session.supportProfile();
    }

    private SupportProfile await(CompletableFuture<SupportProfile> call) {
        return session.await("Partner Center", call);
    }

    private static boolean hasText(SupportProfile profile) {
        return Stream.of(profile.email(), profile.telephone(), profile.website())
                .anyMatch(text -> text != null && !text.isBlank());
    }

    private boolean isAsBefore(SupportProfile now) {
        return Objects.equals(now.email(), before.email())
                && Objects.equals(now.telephone(), before.telephone())
                && Objects.equals(now.website(), before.website());
    }
}
