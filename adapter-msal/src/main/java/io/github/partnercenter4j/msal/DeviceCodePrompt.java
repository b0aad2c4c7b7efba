package io.github.partnercenter4j.msal;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;

/**
 * The data to show to the person who signs in with a device code. Immutable.
 *
 * @param userCode the code to enter. Show it only to the person who signs in, because others could sign in with it
 * @param verificationUri the page where to enter the code, on any device
 * @param message a sentence of the login service with both
 * @param expiresIn how much time the person has
 */
public record DeviceCodePrompt(String userCode, URI verificationUri, String message, Duration expiresIn) {

    /** Creates the prompt; null is not allowed. */
    public DeviceCodePrompt {
        Objects.requireNonNull(userCode, "userCode");
        Objects.requireNonNull(verificationUri, "verificationUri");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(expiresIn, "expiresIn");
    }

    /** Never shows the code. */
    @Override
    public String toString() {
        return "DeviceCodePrompt[" + verificationUri + ", for " + expiresIn + ", redacted]";
    }
}
