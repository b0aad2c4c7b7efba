package io.github.partnercenter4j.testkit.admin;

import org.jspecify.annotations.Nullable;

/**
 * The settings of the administration API.
 *
 * @param data the profiles at the start and after a reset
 * @param shutdown ends the program, or null if the fake is part of another program
 * @param ownCertificate whether the fake uses a certificate of the user
 */
public record AdminSettings(SeedData data, @Nullable Runnable shutdown, boolean ownCertificate) {

    /** The settings for a fake that is part of another program. */
    public static final AdminSettings NONE = new AdminSettings(SeedData.NOTHING, null, false);
}
