package io.github.partnercenter4j.examples.simulation;

import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.model.ProfileAttributes;
import io.github.partnercenter4j.model.SupportProfile;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Decides whether a read is allowed after a write and can tell its outcome. */
final class SettlingReads {

    private static final long LAST_MOMENT_NANOS = 50_000_000;

    private SettlingReads() {}

    /**
     * Returns whether a call that ended after a write could have read the profile first, apart from its budget.
     *
     * @param end the end of the write of unknown outcome
     */
    static boolean mayRead(PlayedWorld world, CallRecord call, ListenerEvent end, ListenerEvent over) {
        ErrorCategory category = EventRules.category(over.failure());
        boolean endedByOthers = over.atNanos() >= call.deadlineNanos()
                || category == ErrorCategory.CANCELLED
                || category == ErrorCategory.CLOSED
                || EventRules.category(end.failure()) == ErrorCategory.CLOSED;
        return world.plan().client().reconciles() && !endedByOthers && !restsTooLong(call, end) && tells(call, end);
    }

    /** Returns whether a {@code Retry-After} leaves no time for the read. */
    private static boolean restsTooLong(CallRecord call, ListenerEvent end) {
        long until = call.sent.stream()
                .filter(each -> each.isAnswered() && each.hint != null)
                .mapToLong(each -> each.answeredNanos + wholeSeconds(each.hint.nanos()))
                .max()
                .orElse(0);
        long rest = until - end.atNanos();
        long longest = rest + Math.min(rest / 10, 1_000_000_000L);
        return rest > 0 && longest > call.deadlineNanos() - end.atNanos() - LAST_MOMENT_NANOS;
    }

    /** Rounds up to whole seconds, as a client may do. */
    private static long wholeSeconds(long nanos) {
        return (nanos + 999_999_999) / 1_000_000_000 * 1_000_000_000;
    }

    /**
     * Returns whether a read can tell the outcome. It cannot if the profile held all that was sent already before the
     * write.
     */
    private static boolean tells(CallRecord call, ListenerEvent end) {
        SupportProfile before = null;
        for (SentRequest each : call.sent) {
            if (each.id.equals(end.id())) {
                return before == null || !shows(before, each.body);
            }
            before = each.read != null ? each.read : before;
        }
        // A foreign gateway did not take the write, so there is no record of it.
        return false;
    }

    /** Returns whether a profile holds everything that a write sent. */
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
