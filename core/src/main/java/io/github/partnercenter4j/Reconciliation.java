package io.github.partnercenter4j;

import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Resolves a write of unknown outcome by one read, where a read can tell. */
final class Reconciliation {

    /** What a transport sends for a type that is not set. The service returns it. */
    private static final String DEFAULT_PROFILE_TYPE = "support_profile";

    private static final String DEFAULT_OBJECT_TYPE = "PartnerSupportProfile";

    private Reconciliation() {}

    /**
     * Reads the profile once. Returns it if it proves that the write was applied, else the failure.
     *
     * @param before the profile before the write, or null if the call has not read it
     */
    static CompletableFuture<SupportProfileReply> of(
            Call call, SupportProfile sent, @Nullable SupportProfile before, Throwable failure) {
        Client client = call.client();
        // The read uses the retry budget: in an outage every write is of unknown outcome, and the reads must not double
        // the load.
        if (!client.settings().reconcile()
                || !call.isUnsure()
                || isClosed(failure)
                || (before != null && shows(before, sent))
                || !call.mayWaitForRetryAfter()
                || !client.budget().take()) {
            return CompletableFuture.failedFuture(failure);
        }
        return Exchange.fetch(call, RetryPolicy.none())
                .handle((read, unread) -> read != null && proves(read.profile(), sent, before)
                        ? CompletableFuture.completedFuture(reconciled(read))
                        : CompletableFuture.<SupportProfileReply>failedFuture(failure))
                .thenCompose(Function.identity());
    }

    /** Returns true if the client or gateway was closed: then no read is possible. */
    private static boolean isClosed(Throwable failure) {
        return failure instanceof PartnerCenterException ours && ours.category() == ErrorCategory.CLOSED;
    }

    /**
     * Returns whether the profile proves that the write was applied. If the profile before the write is known, it
     * differs from what was sent. If it is not known, a profile with more members than were sent may still be the old
     * one.
     */
    private static boolean proves(SupportProfile read, SupportProfile sent, @Nullable SupportProfile before) {
        return shows(read, sent) && (before != null || shows(sent, read));
    }

    /** Returns whether a profile has everything that was sent. The service may add members. */
    private static boolean shows(SupportProfile read, SupportProfile sent) {
        return Objects.equals(read.email(), sent.email())
                && Objects.equals(read.telephone(), sent.telephone())
                && Objects.equals(read.website(), sent.website())
                && type(read).equals(type(sent))
                && objectType(read).equals(objectType(sent))
                && holdsAll(
                        read.attributes().unknownMembers(), sent.attributes().unknownMembers())
                && holdsAll(read.unknownMembers(), sent.unknownMembers());
    }

    private static boolean holdsAll(Map<String, String> read, Map<String, String> sent) {
        return read.entrySet().containsAll(sent.entrySet());
    }

    private static String type(SupportProfile profile) {
        return Objects.requireNonNullElse(profile.profileType(), DEFAULT_PROFILE_TYPE);
    }

    private static String objectType(SupportProfile profile) {
        return Objects.requireNonNullElse(profile.attributes().objectType(), DEFAULT_OBJECT_TYPE);
    }

    private static SupportProfileReply reconciled(SupportProfileReply read) {
        return SupportProfileReply.of(
                read.profile(), read.metadata().toBuilder().reconciled(true).build());
    }
}
