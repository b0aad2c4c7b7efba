package io.github.partnercenter4j;

import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Settles by one read what became of a write of which nobody knows. */
final class Reconciliation {

    private Reconciliation() {}

    /** Returns the profile that is there if it is what was sent, else the failure. */
    static CompletableFuture<SupportProfileReply> of(Call call, SupportProfile sent, Throwable failure) {
        Client client = call.client();
        // In an outage every write is unsure: the reads must not double the load.
        if (!client.settings().reconcile()
                || !call.isUnsure()
                || !client.budget().take()) {
            return CompletableFuture.failedFuture(failure);
        }
        return Exchange.fetch(call, RetryPolicy.none())
                .handle((read, unread) -> read != null && shows(read.profile(), sent)
                        ? CompletableFuture.completedFuture(reconciled(read))
                        : CompletableFuture.<SupportProfileReply>failedFuture(failure))
                .thenCompose(Function.identity());
    }

    /** Tells whether a profile holds everything that was sent; the service adds what is its own. */
    private static boolean shows(SupportProfile read, SupportProfile sent) {
        return Objects.equals(read.email(), sent.email())
                && Objects.equals(read.telephone(), sent.telephone())
                && Objects.equals(read.website(), sent.website())
                && (sent.profileType() == null || sent.profileType().equals(read.profileType()))
                && read.unknownMembers()
                        .entrySet()
                        .containsAll(sent.unknownMembers().entrySet());
    }

    private static SupportProfileReply reconciled(SupportProfileReply read) {
        return SupportProfileReply.of(
                read.profile(), read.metadata().toBuilder().reconciled(true).build());
    }
}
