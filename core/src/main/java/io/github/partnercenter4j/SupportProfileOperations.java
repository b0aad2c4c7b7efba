package io.github.partnercenter4j;

import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/**
 * Reads and updates the support profile. {@link #update} replaces the whole; {@link #edit} changes a part and keeps the
 * rest. Immutable and thread-safe. A client implements it ({@link Profiles#supportProfile}); a unit test of your own may, too,
 * to stand in for one: have it injected where it is needed. New methods come with a default.
 *
 * <p>Blocking calls and async calls run through the same pipeline and behave alike. Every failure is a
 * {@link PartnerCenterException}; a null argument is a {@code NullPointerException}, thrown at once by async methods,
 * too, and so is the {@code IllegalArgumentException} of an update without any text (an empty one is none). A profile whose unknown members are no JSON fails with an {@code IllegalArgumentException} before it is sent.
 * Interrupting a blocking call, or ending an async call's future early, aborts
 * what is in flight; the thread's interrupt flag stays set.
 */
public interface SupportProfileOperations {

    /**
     * Returns these operations with other options.
     *
     * @param newOptions what the calls are to do differently; replaces earlier options whole
     * @return the operations, sharing this client's everything
     */
    SupportProfileOperations with(CallOptions newOptions);

    /**
     * Reads the profile.
     *
     * @return the profile
     * @throws PartnerCenterException if there is no usable answer
     */
    default SupportProfile get() {
        return getReply().profile();
    }

    /**
     * Reads the profile, with what the answer said beside it.
     *
     * @return the reply
     * @throws PartnerCenterException if there is no usable answer
     */
    SupportProfileReply getReply();

    /**
     * Reads the profile, without blocking.
     *
     * @return the profile to come; cancelling it aborts the call
     */
    CompletableFuture<SupportProfile> getAsync();

    /**
     * Reads the profile, with what the answer said beside it, without blocking.
     *
     * @return the reply to come; cancelling it aborts the call
     */
    CompletableFuture<SupportProfileReply> getReplyAsync();

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
    default SupportProfile update(SupportProfile profile) {
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
    SupportProfileReply updateReply(SupportProfile profile);

    /**
     * Replaces the whole profile, like {@link #update}, without blocking.
     *
     * @param profile what to store, with one text at least
     * @return the stored profile to come; cancelling it aborts the call
     * @throws IllegalArgumentException if the profile has neither e-mail address nor telephone number nor website;
     *     nothing is sent
     */
    CompletableFuture<SupportProfile> updateAsync(SupportProfile profile);

    /**
     * Replaces the whole profile, like {@link #update}, without blocking.
     *
     * @param profile what to store, with one text at least
     * @return the reply to come; cancelling it aborts the call
     * @throws IllegalArgumentException if the profile has neither e-mail address nor telephone number nor website;
     *     nothing is sent
     */
    CompletableFuture<SupportProfileReply> updateReplyAsync(SupportProfile profile);

    /**
     * Replaces the whole profile by an empty one: e-mail address, telephone number, website and all members that this
     * client does not know are erased. The last writer wins. For a {@link CallListener} it is an update.
     *
     * @return the profile as the service stored it
     * @throws PartnerCenterException if it failed; its {@code writeOutcome()} says what became of the profile
     */
    default SupportProfile clear() {
        return clearReply().profile();
    }

    /**
     * Replaces the whole profile by an empty one, like {@link #clear}.
     *
     * @return the reply, with the profile as the service stored it
     * @throws PartnerCenterException if it failed; its {@code writeOutcome()} says what became of the profile
     */
    SupportProfileReply clearReply();

    /**
     * Replaces the whole profile by an empty one, like {@link #clear}, without blocking.
     *
     * @return the stored profile to come; cancelling it aborts the call
     */
    CompletableFuture<SupportProfile> clearAsync();

    /**
     * Replaces the whole profile by an empty one, like {@link #clear}, without blocking.
     *
     * @return the reply to come; cancelling it aborts the call
     */
    CompletableFuture<SupportProfileReply> clearReplyAsync();

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
    default SupportProfile edit(UnaryOperator<SupportProfile> change) {
        return editReply(change).profile();
    }

    /**
     * Reads the profile, changes it and writes it back, like {@link #edit}.
     *
     * @param change makes the new profile of the current one; may run several times, on the caller's thread
     * @return the reply to the write, or to the read when nothing changed
     * @throws PartnerCenterException if a read or write failed; what the function throws is thrown as it is
     */
    SupportProfileReply editReply(UnaryOperator<SupportProfile> change);

    /**
     * Reads the profile, changes it and writes it back, like {@link #edit}, without blocking.
     *
     * @param change makes the new profile of the current one; may run several times, on the client's executor or, where
     *     it has none, on the thread that completed the read
     * @return the profile to come; cancelling it aborts the call
     */
    CompletableFuture<SupportProfile> editAsync(UnaryOperator<SupportProfile> change);

    /**
     * Reads the profile, changes it and writes it back, like {@link #editAsync}.
     *
     * @param change makes the new profile of the current one
     * @return the reply to come; cancelling it aborts the call
     */
    CompletableFuture<SupportProfileReply> editReplyAsync(UnaryOperator<SupportProfile> change);
}
