package io.github.partnercenter4j;

import io.github.partnercenter4j.CallListener.Operation;
import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.port.ResourcePath;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Runs the operations on the support profile through the client's pipeline. Immutable and thread-safe. */
final class SupportProfileCalls implements SupportProfileOperations {

    private static final int EDIT_ROUNDS = 3;
    private static final SupportProfile EMPTY = SupportProfile.builder().build();

    private final Client client;
    private final CallOptions options;

    SupportProfileCalls(Client client, CallOptions options) {
        this.client = client;
        this.options = options;
    }

    @Override
    public SupportProfileOperations with(CallOptions newOptions) {
        return new SupportProfileCalls(client, Objects.requireNonNull(newOptions, "newOptions"));
    }

    @Override
    public SupportProfileReply getReply() {
        return blocking(Operation.GET, (call, caller) -> Exchange.fetch(call));
    }

    @Override
    public CompletableFuture<SupportProfile> getAsync() {
        return async(Operation.GET, (call, caller) -> Exchange.fetch(call), SupportProfileReply::profile);
    }

    @Override
    public CompletableFuture<SupportProfileReply> getReplyAsync() {
        return async(Operation.GET, (call, caller) -> Exchange.fetch(call), Function.identity());
    }

    @Override
    public SupportProfileReply updateReply(SupportProfile profile) {
        return blocking(Operation.UPDATE, replacing(requireText(profile)));
    }

    @Override
    public CompletableFuture<SupportProfile> updateAsync(SupportProfile profile) {
        return async(Operation.UPDATE, replacing(requireText(profile)), SupportProfileReply::profile);
    }

    @Override
    public CompletableFuture<SupportProfileReply> updateReplyAsync(SupportProfile profile) {
        return async(Operation.UPDATE, replacing(requireText(profile)), Function.identity());
    }

    @Override
    public SupportProfileReply clearReply() {
        return blocking(Operation.UPDATE, replacing(EMPTY));
    }

    @Override
    public CompletableFuture<SupportProfile> clearAsync() {
        return async(Operation.UPDATE, replacing(EMPTY), SupportProfileReply::profile);
    }

    @Override
    public CompletableFuture<SupportProfileReply> clearReplyAsync() {
        return async(Operation.UPDATE, replacing(EMPTY), Function.identity());
    }

    /** Throws if no text is set. An empty profile is more likely an empty form than the wish to erase everything. */
    private static SupportProfile requireText(SupportProfile profile) {
        Objects.requireNonNull(profile, "profile");
        if (isBlank(profile.email()) && isBlank(profile.telephone()) && isBlank(profile.website())) {
            throw new IllegalArgumentException(
                    "The profile has no e-mail address, no telephone number and no website. An update replaces the"
                            + " whole profile, so nothing was sent. Use edit to change a part, or clear to erase everything.");
        }
        return profile;
    }

    /** An empty field of a form may be null or an empty text. */
    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    @Override
    public SupportProfileReply editReply(UnaryOperator<SupportProfile> change) {
        Objects.requireNonNull(change, "change");
        return blocking(Operation.EDIT, (call, caller) -> edit(call, change, caller, 1));
    }

    @Override
    public CompletableFuture<SupportProfile> editAsync(UnaryOperator<SupportProfile> change) {
        Objects.requireNonNull(change, "change");
        return async(Operation.EDIT, (call, caller) -> edit(call, change, caller, 1), SupportProfileReply::profile);
    }

    @Override
    public CompletableFuture<SupportProfileReply> editReplyAsync(UnaryOperator<SupportProfile> change) {
        Objects.requireNonNull(change, "change");
        return async(Operation.EDIT, (call, caller) -> edit(call, change, caller, 1), Function.identity());
    }

    // --- the scripts ---

    private Call.Script replacing(SupportProfile profile) {
        return (call, caller) -> write(call, profile, null, null);
    }

    /** Writes to the path of the route. With AUTO, if the service has no such path, writes to the other one. */
    private CompletableFuture<SupportProfileReply> write(
            Call call, SupportProfile profile, @Nullable String etag, @Nullable SupportProfile before) {
        RouteMemory routes = client.routes();
        UpdateRoute route = client.settings().updateRoute();
        ResourcePath path = routes.first(route);
        return PortResults.recover(
                Exchange.replace(call, profile, path, etag),
                failure -> routes.hasSecond(route, path) && isNoSuchPath(failure)
                        ? writeOnSecondPath(call, profile, etag, before, failure)
                        : Reconciliation.of(call, profile, before, failure));
    }

    private CompletableFuture<SupportProfileReply> writeOnSecondPath(
            Call call,
            SupportProfile profile,
            @Nullable String etag,
            @Nullable SupportProfile before,
            Throwable refusal) {
        return PortResults.recover(
                Exchange.replace(call, profile, ResourcePath.SUPPORT, etag).thenApply(reply -> {
                    client.routes().rememberSdkRoute();
                    return reply;
                }),
                // If neither path exists, the call fails with the response of the documented path.
                second -> Reconciliation.of(call, profile, before, isNoSuchPath(second) ? refusal : second));
    }

    /** Returns true for 404 and 405, which prove that nothing was written. */
    private static boolean isNoSuchPath(Throwable failure) {
        return failure instanceof ServiceException answer && (answer.status() == 404 || answer.status() == 405);
    }

    private CompletableFuture<SupportProfileReply> edit(
            Call call, UnaryOperator<SupportProfile> change, Executor caller, int round) {
        return Exchange.fetch(call)
                .thenComposeAsync(
                        read -> {
                            if (call.isOver()) {
                                return new CompletableFuture<>();
                            }
                            SupportProfile changed;
                            try {
                                changed = change.apply(read.profile());
                            } catch (Throwable own) {
                                return call.failWith(own);
                            }
                            Objects.requireNonNull(changed, "the function of edit returned null");
                            if (Thread.currentThread().isInterrupted()) {
                                // An interrupt during the caller's function cancels the call.
                                call.cancel("interrupted");
                            }
                            if (changed.equals(read.profile())) {
                                return CompletableFuture.completedFuture(read);
                            }
                            return PortResults.recover(
                                    write(call, changed, read.metadata().etag(), read.profile()), failure -> {
                                        // If the first change may have been applied, it must not be applied a second
                                        // time.
                                        boolean again = failure instanceof PartnerCenterException ours
                                                && ours.category() == ErrorCategory.PRECONDITION
                                                && call.isUnwritten()
                                                && round < EDIT_ROUNDS;
                                        return again
                                                ? edit(call, change, caller, round + 1)
                                                : CompletableFuture.failedFuture(failure);
                                    });
                        },
                        caller);
    }

    // --- the two ways to run a script ---

    private SupportProfileReply blocking(Operation operation, Call.Script script) {
        BlockingCaller caller = new BlockingCaller(client.settings().parking());
        Call call = new Call(client, options, operation, caller);
        return caller.run(call, script);
    }

    private <T> CompletableFuture<T> async(
            Operation operation, Call.Script script, Function<SupportProfileReply, T> view) {
        Executor callbacks = client.settings().callbacks();
        CallFuture<T> future = new CallFuture<>(callbacks, view);
        Call call = new Call(client, options, operation, future::finish);
        future.of(call);
        call.start(script, callbacks);
        return future;
    }
}
