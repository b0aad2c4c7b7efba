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

/**
 * Reads and updates the support profile. {@link #update} replaces the whole; {@link #edit} changes a part and keeps the
 * rest. Immutable and thread-safe.
 *
 * <p>Blocking calls and async calls run through the same pipeline and behave alike. Every failure is a
 * {@link PartnerCenterException}; a null argument is a {@code NullPointerException}, thrown at once by async methods,
 * too, and so is the {@code IllegalArgumentException} of an update without any text (an empty one is none). A profile whose unknown members are no JSON fails with an {@code IllegalArgumentException} before it is sent.
 * Interrupting a blocking call, or ending an async call's future early, aborts
 * what is in flight; the thread's interrupt flag stays set.
 */
public final class SupportProfileOperations {

    private static final int EDIT_ROUNDS = 3;
    private static final SupportProfile EMPTY = SupportProfile.builder().build();

    private final Client client;
    private final CallOptions options;

    SupportProfileOperations(Client client, CallOptions options) {
        this.client = client;
        this.options = options;
    }

    /**
     * Returns these operations with other options.
     *
     * @param newOptions what the calls are to do differently; replaces earlier options whole
     * @return the operations, sharing this client's everything
     */
    public SupportProfileOperations with(CallOptions newOptions) {
        return new SupportProfileOperations(client, Objects.requireNonNull(newOptions, "newOptions"));
    }

    /**
     * Reads the profile.
     *
     * @return the profile
     * @throws PartnerCenterException if there is no usable answer
     */
    public SupportProfile get() {
        return getReply().profile();
    }

    /**
     * Reads the profile, with what the answer said beside it.
     *
     * @return the reply
     * @throws PartnerCenterException if there is no usable answer
     */
    public SupportProfileReply getReply() {
        return blocking(Operation.GET, caller -> Exchange::fetch);
    }

    /**
     * Reads the profile, without blocking.
     *
     * @return the profile to come; cancelling it aborts the call
     */
    public CompletableFuture<SupportProfile> getAsync() {
        return async(Operation.GET, caller -> Exchange::fetch, SupportProfileReply::profile);
    }

    /**
     * Reads the profile, with what the answer said beside it, without blocking.
     *
     * @return the reply to come; cancelling it aborts the call
     */
    public CompletableFuture<SupportProfileReply> getReplyAsync() {
        return async(Operation.GET, caller -> Exchange::fetch, Function.identity());
    }

    /**
     * Replaces the whole profile: what the given one does not have is erased. To change a part and keep the rest, use
     * {@link #edit}. To erase everything, use {@link #clear}. The last writer wins.
     *
     * @param profile what to store, with one text at least
     * @return the profile as the service stored it
     * @throws IllegalArgumentException if the profile has neither e-mail address nor telephone number nor website;
     *     nothing is sent
     * @throws PartnerCenterException if the update failed; its {@code writeOutcome()} says what became of the profile
     */
    public SupportProfile update(SupportProfile profile) {
        return updateReply(profile).profile();
    }

    /**
     * Replaces the whole profile, like {@link #update}.
     *
     * @param profile what to store, with one text at least
     * @return the reply, with the profile as the service stored it
     * @throws IllegalArgumentException if the profile has neither e-mail address nor telephone number nor website;
     *     nothing is sent
     * @throws PartnerCenterException if the update failed; its {@code writeOutcome()} says what became of the profile
     */
    public SupportProfileReply updateReply(SupportProfile profile) {
        return blocking(Operation.UPDATE, replacing(requireText(profile)));
    }

    /**
     * Replaces the whole profile, like {@link #update}, without blocking.
     *
     * @param profile what to store, with one text at least
     * @return the stored profile to come; cancelling it aborts the call
     * @throws IllegalArgumentException if the profile has neither e-mail address nor telephone number nor website;
     *     nothing is sent
     */
    public CompletableFuture<SupportProfile> updateAsync(SupportProfile profile) {
        return async(Operation.UPDATE, replacing(requireText(profile)), SupportProfileReply::profile);
    }

    /**
     * Replaces the whole profile, like {@link #update}, without blocking.
     *
     * @param profile what to store, with one text at least
     * @return the reply to come; cancelling it aborts the call
     * @throws IllegalArgumentException if the profile has neither e-mail address nor telephone number nor website;
     *     nothing is sent
     */
    public CompletableFuture<SupportProfileReply> updateReplyAsync(SupportProfile profile) {
        return async(Operation.UPDATE, replacing(requireText(profile)), Function.identity());
    }

    /**
     * Replaces the whole profile by an empty one: e-mail address, telephone number, website and all members that this
     * client does not know are erased. The last writer wins. For a {@link CallListener} it is an update.
     *
     * @return the profile as the service stored it
     * @throws PartnerCenterException if it failed; its {@code writeOutcome()} says what became of the profile
     */
    public SupportProfile clear() {
        return clearReply().profile();
    }

    /**
     * Replaces the whole profile by an empty one, like {@link #clear}.
     *
     * @return the reply, with the profile as the service stored it
     * @throws PartnerCenterException if it failed; its {@code writeOutcome()} says what became of the profile
     */
    public SupportProfileReply clearReply() {
        return blocking(Operation.UPDATE, replacing(EMPTY));
    }

    /**
     * Replaces the whole profile by an empty one, like {@link #clear}, without blocking.
     *
     * @return the stored profile to come; cancelling it aborts the call
     */
    public CompletableFuture<SupportProfile> clearAsync() {
        return async(Operation.UPDATE, replacing(EMPTY), SupportProfileReply::profile);
    }

    /**
     * Replaces the whole profile by an empty one, like {@link #clear}, without blocking.
     *
     * @return the reply to come; cancelling it aborts the call
     */
    public CompletableFuture<SupportProfileReply> clearReplyAsync() {
        return async(Operation.UPDATE, replacing(EMPTY), Function.identity());
    }

    /** An empty profile is more often a form that was not filled in than a wish to erase everything. */
    private static SupportProfile requireText(SupportProfile profile) {
        Objects.requireNonNull(profile, "profile");
        if (isBlank(profile.email()) && isBlank(profile.telephone()) && isBlank(profile.website())) {
            throw new IllegalArgumentException(
                    "The profile has neither e-mail address nor telephone number nor website, and update replaces the"
                            + " whole: nothing was sent. Use edit to change a part, or clear to erase everything.");
        }
        return profile;
    }

    /** A form's field that was not filled in may be null, or an empty text. */
    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    /**
     * Reads the profile, changes it and writes it back; writes nothing when nothing changed. If the service gave an
     * ETag, the write is conditional. When the service finds that the profile changed meanwhile, it is read and changed
     * again, three times at most, and only while it is known that nothing was written. The documented service gives no
     * ETag: then the last writer wins.
     *
     * @param change makes the new profile of the current one; may run several times, on the caller's thread
     * @return the profile as the service has it afterwards
     * @throws PartnerCenterException if a read or write failed; what the function throws is thrown as it is
     */
    public SupportProfile edit(UnaryOperator<SupportProfile> change) {
        return editReply(change).profile();
    }

    /**
     * Reads the profile, changes it and writes it back, like {@link #edit}.
     *
     * @param change makes the new profile of the current one; may run several times, on the caller's thread
     * @return the reply to the write, or to the read when nothing changed
     * @throws PartnerCenterException if a read or write failed; what the function throws is thrown as it is
     */
    public SupportProfileReply editReply(UnaryOperator<SupportProfile> change) {
        Objects.requireNonNull(change, "change");
        return blocking(Operation.EDIT, caller -> call -> edit(call, change, caller, 1));
    }

    /**
     * Reads the profile, changes it and writes it back, like {@link #edit}, without blocking.
     *
     * @param change makes the new profile of the current one; may run several times, on the client's executor or, where
     *     it has none, on the thread that completed the read
     * @return the profile to come; cancelling it aborts the call
     */
    public CompletableFuture<SupportProfile> editAsync(UnaryOperator<SupportProfile> change) {
        Objects.requireNonNull(change, "change");
        return async(Operation.EDIT, caller -> call -> edit(call, change, caller, 1), SupportProfileReply::profile);
    }

    /**
     * Reads the profile, changes it and writes it back, like {@link #editAsync}.
     *
     * @param change makes the new profile of the current one
     * @return the reply to come; cancelling it aborts the call
     */
    public CompletableFuture<SupportProfileReply> editReplyAsync(UnaryOperator<SupportProfile> change) {
        Objects.requireNonNull(change, "change");
        return async(Operation.EDIT, caller -> call -> edit(call, change, caller, 1), Function.identity());
    }

    // --- the scripts ---

    private Script replacing(SupportProfile profile) {
        return caller -> call -> write(call, profile, null, null);
    }

    /** Puts to the route's path and, where AUTO learns that there is no such path, to the other. */
    private CompletableFuture<SupportProfileReply> write(
            Call call, SupportProfile profile, @Nullable String etag, @Nullable SupportProfile before) {
        RouteMemory routes = client.routes();
        UpdateRoute route = client.settings().updateRoute();
        ResourcePath path = routes.first(route);
        return Guarded.recover(
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
        return Guarded.recover(
                Exchange.replace(call, profile, ResourcePath.SUPPORT, etag).thenApply(reply -> {
                    client.routes().rememberSdkRoute();
                    return reply;
                }),
                // If neither path exists, the documented one's answer is the news.
                second -> Reconciliation.of(call, profile, before, isNoSuchPath(second) ? refusal : second));
    }

    /** 404 and 405 prove that nothing was written. */
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
                            Objects.requireNonNull(changed, "the edit returned null");
                            if (Thread.currentThread().isInterrupted()) {
                                // The function is the caller's code: an interrupt in it means the call.
                                call.cancel("interrupted");
                            }
                            if (changed.equals(read.profile())) {
                                return CompletableFuture.completedFuture(read);
                            }
                            return Guarded.recover(
                                    write(call, changed, read.metadata().etag(), read.profile()), failure -> {
                                        // A change that may be there already must not be made on top of itself.
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

    /** What a call does, given where the caller's own code is to run. */
    private interface Script extends Function<Executor, Function<Call, CompletableFuture<SupportProfileReply>>> {}

    private SupportProfileReply blocking(Operation operation, Script script) {
        CallerThread caller = new CallerThread();
        Call call = new Call(client, options, operation, caller);
        return caller.run(call, () -> script.apply(caller).apply(call));
    }

    private <T> CompletableFuture<T> async(Operation operation, Script script, Function<SupportProfileReply, T> view) {
        Executor callbacks = client.settings().callbacks();
        CompletableFuture<T> handedOut = new CompletableFuture<>();
        Call call = new Call(
                client,
                options,
                operation,
                (reply, failure) -> callbacks.execute(() -> {
                    if (failure != null) {
                        handedOut.completeExceptionally(failure);
                    } else {
                        handedOut.complete(view.apply(reply));
                    }
                }));
        handedOut.whenComplete((value, failure) -> call.cancel("cancelled"));
        call.start(() -> script.apply(callbacks).apply(call));
        return handedOut;
    }
}
