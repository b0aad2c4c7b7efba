package io.github.partnercenter4j.port.support;

import org.jspecify.annotations.Nullable;

/** Checks the required settings of a builder, with the same message for all builders. Pure functions. */
public final class Required {

    private Required() {}

    /**
     * Returns a required setting.
     *
     * @param setting the setting, or null if it was not set
     * @param method the name of the builder's method that sets it
     * @param <T> the type of the setting
     * @return the setting
     * @throws IllegalStateException if it is missing; the message names the method to call
     */
    public static <T> T of(@Nullable T setting, String method) {
        if (setting == null) {
            throw new IllegalStateException(method + " is missing. Call " + method + "(..) before build().");
        }
        return setting;
    }
}
