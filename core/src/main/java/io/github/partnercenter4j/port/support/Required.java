package io.github.partnercenter4j.port.support;

import org.jspecify.annotations.Nullable;

/** What a builder cannot do without: missing, it is told alike by all of them. Pure. */
public final class Required {

    private Required() {}

    /**
     * Returns a setting that must be there.
     *
     * @param setting what was set, or null
     * @param method the builder's method that sets it
     * @param <T> its type
     * @return the setting
     * @throws IllegalStateException if it is missing; the message names the call to make
     */
    public static <T> T of(@Nullable T setting, String method) {
        if (setting == null) {
            throw new IllegalStateException(method + " is missing. Call " + method + "(..) before build().");
        }
        return setting;
    }
}
