package io.github.partnercenter4j.msal;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;

/**
 * What to show to the person who signs in by device code. Immutable.
 *
 * @param userCode what the person types in: it lets whoever signs in with it in, so show it to that person only
 * @param verificationUri the page to type it into, on any device
 * @param message both, as a sentence of the login service's
 * @param expiresIn how long the person has
 */
public record DeviceCodePrompt(String userCode, URI verificationUri, String message, Duration expiresIn) {

    /** Refuses null. */
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
