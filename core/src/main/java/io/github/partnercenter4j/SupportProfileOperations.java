package io.github.partnercenter4j;

import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/**
 * Reads and updates the support profile. {@link #update} replaces the whole profile; {@link #edit} changes a part and
 * keeps the rest. Immutable and thread-safe. Get it from a client ({@link Profiles#supportProfile}). Your own unit
 * tests may also implement it as a stub; new methods will have a default implementation.
 *
 * <p>Blocking and async calls behave the same. Every failure of a call is a {@link PartnerCenterException}. Wrong
 * arguments are the exception to this: all methods, async ones too, throw at once a {@code NullPointerException} for
 * null, and an {@code IllegalArgumentException} for an update without any text (an empty text counts as none). A
 * profile whose unknown members are not JSON fails with an {@code IllegalArgumentException} before it is sent.
 *
 * <p>Interrupting a blocking call, or completing or cancelling the future of an async call, aborts the exchange. The
 * thread's interrupt flag stays set.
 */
public interface SupportProfileOperations {

    /**
     * Returns these operations with other options.
     *
     * @param newOptions the options of the calls; they replace all earlier options
     * @return the operations of the same client with these options
     */
    SupportProfileOperations with(CallOptions newOptions);

    /**
     * Reads the profile.
     *
     * @return the profile
     * @throws PartnerCenterException if there is no usable response
     */
    default SupportProfile get() {
        return getReply().profile();
    }

    /**
     * Reads the profile, and returns it with the metadata of the response.
     *
     * @return the reply
     * @throws PartnerCenterException if there is no usable response
     */
    SupportProfileReply getReply();

    /**
     * Reads the profile, without blocking.
     *
     * @return a future of the profile; cancelling it aborts the call
     */
    CompletableFuture<SupportProfile> getAsync();

    /**
     * Reads the profile without blocking, and returns it with the metadata of the response.
     *
     * @return a future of the reply; cancelling it aborts the call
     */
    CompletableFuture<SupportProfileReply> getReplyAsync();

    /**
     * Replaces the whole profile. Everything that is not set in the given profile is erased. To change a part and keep
     * the rest, use {@link #edit}. To erase everything, use {@link #clear}. The last writer wins.
     *
     * @param profile the profile to store, with at least one text
     * @return the profile as the service stored it
     * @throws IllegalArgumentException if the profile has no e-mail address, no telephone number and no website;
     *     nothing is sent
     * @throws PartnerCenterException if the update failed; its {@code writeOutcome()} says whether the profile was
     *     written
     */
    default SupportProfile update(SupportProfile profile) {
        return updateReply(profile).profile();
    }

    /**
     * Replaces the whole profile, like {@link #update}.
     *
     * @param profile the profile to store, with at least one text
     * @return the reply, with the profile as the service stored it
     * @throws IllegalArgumentException if the profile has no e-mail address, no telephone number and no website;
     *     nothing is sent
     * @throws PartnerCenterException if the update failed; its {@code writeOutcome()} says whether the profile was
     *     written
     */
    SupportProfileReply updateReply(SupportProfile profile);

    /**
     * Replaces the whole profile, like {@link #update}, without blocking.
     *
     * @param profile the profile to store, with at least one text
     * @return a future of the stored profile; cancelling it aborts the call
     * @throws IllegalArgumentException if the profile has no e-mail address, no telephone number and no website;
     *     nothing is sent
     */
    CompletableFuture<SupportProfile> updateAsync(SupportProfile profile);

    /**
     * Replaces the whole profile, like {@link #update}, without blocking.
     *
     * @param profile the profile to store, with at least one text
     * @return a future of the reply; cancelling it aborts the call
     * @throws IllegalArgumentException if the profile has no e-mail address, no telephone number and no website;
     *     nothing is sent
     */
    CompletableFuture<SupportProfileReply> updateReplyAsync(SupportProfile profile);

    /**
     * Replaces the whole profile by an empty one. This erases e-mail address, telephone number, website and all members
     * that this client does not know. The last writer wins. A {@link CallListener} sees it as an update.
     *
     * @return the profile as the service stored it
     * @throws PartnerCenterException if it failed; its {@code writeOutcome()} says whether the profile was written
     */
    default SupportProfile clear() {
        return clearReply().profile();
    }

    /**
     * Replaces the whole profile by an empty one, like {@link #clear}.
     *
     * @return the reply, with the profile as the service stored it
     * @throws PartnerCenterException if it failed; its {@code writeOutcome()} says whether the profile was written
     */
    SupportProfileReply clearReply();

    /**
     * Replaces the whole profile by an empty one, like {@link #clear}, without blocking.
     *
     * @return a future of the stored profile; cancelling it aborts the call
     */
    CompletableFuture<SupportProfile> clearAsync();

    /**
     * Replaces the whole profile by an empty one, like {@link #clear}, without blocking.
     *
     * @return a future of the reply; cancelling it aborts the call
     */
    CompletableFuture<SupportProfileReply> clearReplyAsync();

    /**
     * Reads the profile, changes it and writes it back. Writes nothing if the function changed nothing. If the service
     * sent an ETag, the write is conditional: if another writer changed the profile meanwhile, the client reads and
     * changes it again, at most three times, and only if it is certain that nothing was written. The documented service
     * sends no ETag: then the last writer wins.
     *
     * @param change returns the new profile for the current one; may run several times, on the caller's thread
     * @return the profile as the service stores it now
     * @throws PartnerCenterException if a read or write failed. An exception of the function is thrown unchanged
     */
    default SupportProfile edit(UnaryOperator<SupportProfile> change) {
        return editReply(change).profile();
    }

    /**
     * Reads the profile, changes it and writes it back, like {@link #edit}.
     *
     * @param change returns the new profile for the current one; may run several times, on the caller's thread
     * @return the reply of the write, or of the read if nothing changed
     * @throws PartnerCenterException if a read or write failed. An exception of the function is thrown unchanged
     */
    SupportProfileReply editReply(UnaryOperator<SupportProfile> change);

    /**
     * Reads the profile, changes it and writes it back, like {@link #edit}, without blocking.
     *
     * @param change returns the new profile for the current one; may run several times, on the client's callback
     *     executor, or else on the thread that completed the read
     * @return a future of the profile; cancelling it aborts the call
     */
    CompletableFuture<SupportProfile> editAsync(UnaryOperator<SupportProfile> change);

    /**
     * Reads the profile, changes it and writes it back, like {@link #editAsync}.
     *
     * @param change returns the new profile for the current one
     * @return a future of the reply; cancelling it aborts the call
     */
    CompletableFuture<SupportProfileReply> editReplyAsync(UnaryOperator<SupportProfile> change);
}
