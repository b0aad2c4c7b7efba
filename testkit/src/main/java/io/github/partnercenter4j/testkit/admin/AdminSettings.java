package io.github.partnercenter4j.testkit.admin;

import org.jspecify.annotations.Nullable;

/**
 * What a fake's program has to say about its administrator's API.
 *
 * @param data the profiles that the fake begins with, and begins again with
 * @param shutdown ends the program, or null if the fake ends with whoever made it
 * @param ownCertificate whether the fake shows a certificate that somebody else made
 */
public record AdminSettings(SeedData data, @Nullable Runnable shutdown, boolean ownCertificate) {

    /** A fake in somebody's program. */
    public static final AdminSettings NONE = new AdminSettings(SeedData.NOTHING, null, false);
}
