package io.github.partnercenter4j.examples.console;

import io.github.partnercenter4j.SupportProfileOperations;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.examples.probe.Probe;
import io.github.partnercenter4j.examples.probe.Question;
import io.github.partnercenter4j.model.SupportProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Puts the profile back as it was before a probe: by the library, which retries and finds out the outcome of a write. It
 * does so also if the program is to end.
 */
final class PutBack {

    private final Session session;
    private final Surroundings surroundings;
    private final Duration pace;
    private final SupportProfile before;
    private boolean isToEnd;

    private PutBack(Session session, Surroundings surroundings, Duration pace, SupportProfile before) {
        this.session = session;
        this.surroundings = surroundings;
        this.pace = pace;
        this.before = before;
    }

    /** Reads the profile, and says what the probe will do to it. The texts are printed in case the program is killed. */
    static PutBack announced(Session session, Surroundings surroundings, Duration pace, List<Question> questions) {
        SupportProfile before =
                session.await("Partner Center", session.supportProfile().getAsync());
        List<Question> writing = questions.stream().filter(Question::writes).toList();
        List<String> methods = writing.stream()
                .flatMap(question -> question.methodsOfWrites().stream())
                .distinct()
                .toList();
        session.say("This changes the support profile of tenant "
                + session.partner().tenant() + ": " + writing.size() + " questions send " + or(methods)
                + ", with test texts. At the end, also after Ctrl-C, the profile is put back as it is now:");
        session.say(Printed.of(before).lines());
        return new PutBack(session, surroundings, pace, before);
    }

    private static String or(List<String> methods) {
        String all = String.join(", ", methods);
        int last = all.lastIndexOf(", ");
        return last < 0 ? all : all.substring(0, last) + " or " + all.substring(last + 2);
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
        isToEnd = Thread.interrupted();
        if (waitSeconds > 0) {
            session.say("Waiting " + waitSeconds + " s, as the service asked, before the profile is put back ...");
            pause(Duration.ofSeconds(waitSeconds));
        }
        try {
            return isPutBack();
        } catch (RuntimeException failed) {
            // Whatever it is, the report must still be written.
            session.say(
                    failed instanceof PartnerCenterException ? String.valueOf(failed.getMessage()) : failed.toString());
            sayNotPutBack();
            return false;
        } finally {
            if (isToEnd) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Pauses. If the program is to end, the pause ends, but not what must still be done. */
    private void pause(Duration length) {
        try {
            surroundings.patience().pause(length);
        } catch (InterruptedException now) {
            isToEnd = true;
        }
    }

    private boolean isPutBack() {
        SupportProfile now = hasText(before) ? await(profile().updateAsync(before)) : withoutText();
        if (now == null) {
            sayNotPutBack();
            return false;
        }
        List<String> differences = differences(now);
        if (!differences.isEmpty()) {
            differences = differencesOfRead(differences);
        }
        session.say(
                differences.isEmpty()
                        ? "The profile was put back as it was before."
                        : "The profile was put back, but it is not as before: " + String.join(", ", differences)
                                + (differences.size() == 1 ? " differs." : " differ."));
        return differences.isEmpty();
    }

    /**
     * Compares once more, with a read as before the probe: the reply to an update may have other members than the reply to
     * a read.
     *
     * @param ofReply the differences of the reply to the update, returned if the read fails
     */
    private List<String> differencesOfRead(List<String> ofReply) {
        pause(pace);
        try {
            return differences(await(profile().getAsync()));
        } catch (PartnerCenterException unread) {
            session.say(String.valueOf(unread.getMessage()));
            return ofReply;
        }
    }

    private void sayNotPutBack() {
        // As JSON, which shows the difference between no text, an empty one and spaces.
        session.say("The profile was not put back. Before, it was "
                + Printed.of(before).json() + ": set these texts again, by the command set.");
    }

    /**
     * Puts back a profile without a text, which an update of the library refuses. An edit sends blank texts, but nothing if
     * its read does not see the last update yet. So the test texts are erased first.
     *
     * @return the profile as it is now, or null if nothing was written
     */
    private @Nullable SupportProfile withoutText() {
        SupportProfile cleared = clearedUnlessRefused();
        if (cleared != null && differences(cleared).isEmpty()) {
            return cleared;
        }
        // An edit that changes nothing writes nothing.
        AtomicBoolean isEdited = new AtomicBoolean();
        SupportProfile edited = await(profile().editAsync(now -> {
            isEdited.set(!now.equals(before));
            return before;
        }));
        return cleared != null || isEdited.get() ? edited : null;
    }

    private @Nullable SupportProfile clearedUnlessRefused() {
        try {
            return await(profile().clearAsync());
        } catch (ServiceException refused) {
            session.say(String.valueOf(refused.getMessage()));
            return null;
        }
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

    /** Returns in what a profile differs, except in its links and its ETag, which belong to the service. */
    private List<String> differences(SupportProfile now) {
        List<String> differences = new ArrayList<>();
        compare(differences, "email", before.email(), now.email());
        compare(differences, "telephone", before.telephone(), now.telephone());
        compare(differences, "website", before.website(), now.website());
        compare(differences, "profileType", before.profileType(), now.profileType());
        compare(
                differences,
                "objectType",
                before.attributes().objectType(),
                now.attributes().objectType());
        compare(
                differences,
                "other attributes",
                before.attributes().unknownMembers(),
                now.attributes().unknownMembers());
        compare(differences, "other members", before.unknownMembers(), now.unknownMembers());
        return differences;
    }

    private static void compare(List<String> differences, String name, @Nullable Object then, @Nullable Object now) {
        if (!Objects.equals(then, now)) {
            differences.add(name);
        }
    }
}
