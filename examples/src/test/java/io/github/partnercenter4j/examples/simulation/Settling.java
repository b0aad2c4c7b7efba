package io.github.partnercenter4j.examples.simulation;

import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.model.ProfileAttributes;
import io.github.partnercenter4j.model.SupportProfile;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where a read can settle what became of a write, and may be made. */
final class Settling {

    private static final long LAST_MOMENT_NANOS = 50_000_000;

    private Settling() {}

    /**
     * Tells whether a call that ended after a write could have read first, budget aside.
     *
     * @param end the end of the write, of which nobody knows what became
     */
    static boolean mayRead(Played world, Told call, Heard end, Heard over) {
        ErrorCategory category = EventRules.category(over.failure());
        boolean endedByOthers = over.atNanos() >= call.deadlineNanos()
                || category == ErrorCategory.CANCELLED
                || category == ErrorCategory.CLOSED
                || EventRules.category(end.failure()) == ErrorCategory.CLOSED;
        return world.plan().client().reconciles() && !endedByOthers && !restsTooLong(call, end) && tells(call, end);
    }

    /** A {@code Retry-After} keeps the read from being made in time. */
    private static boolean restsTooLong(Told call, Heard end) {
        long until = call.sent.stream()
                .filter(each -> each.isAnswered() && each.hint != null)
                .mapToLong(each -> each.answeredNanos + wholeSeconds(each.hint.nanos()))
                .max()
                .orElse(0);
        long rest = until - end.atNanos();
        long longest = rest + Math.min(rest / 10, 1_000_000_000L);
        return rest > 0 && longest > call.deadlineNanos() - end.atNanos() - LAST_MOMENT_NANOS;
    }

    /** A client may take a part of a second for a whole one. */
    private static long wholeSeconds(long nanos) {
        return (nanos + 999_999_999) / 1_000_000_000 * 1_000_000_000;
    }

    /** What shows already before the write that all is there cannot tell whether it was applied. */
    private static boolean tells(Told call, Heard end) {
        SupportProfile before = null;
        for (Sent each : call.sent) {
            if (each.id.equals(end.id())) {
                return before == null || !shows(before, each.body);
            }
            before = each.read != null ? each.read : before;
        }
        // What a gateway of somebody's did not even take is not known here.
        return false;
    }

    /** Tells whether a profile holds all that a write has sent. */
    static boolean shows(SupportProfile profile, SupportProfile body) {
        return defaults(profile).equals(over(profile, body));
    }

    private static SupportProfile over(SupportProfile before, SupportProfile body) {
        ProfileAttributes attributes = body.attributes();
        return defaults(body.toBuilder()
                .unknownMembers(both(before.unknownMembers(), body.unknownMembers()))
                .attributes(ProfileAttributes.of(
                        attributes.objectType(),
                        before.attributes().etag(),
                        both(before.attributes().unknownMembers(), attributes.unknownMembers())))
                .build());
    }

    private static Map<String, String> both(Map<String, String> before, Map<String, String> over) {
        Map<String, String> all = new HashMap<>(before);
        all.putAll(over);
        return all;
    }

    private static SupportProfile defaults(SupportProfile profile) {
        ProfileAttributes attributes = profile.attributes();
        return profile.toBuilder()
                .profileType(or(profile.profileType(), "support_profile"))
                .attributes(ProfileAttributes.of(
                        or(attributes.objectType(), "PartnerSupportProfile"),
                        attributes.etag(),
                        attributes.unknownMembers()))
                .build();
    }

    private static String or(@Nullable String text, String other) {
        return Objects.requireNonNullElse(text, other);
    }
}
