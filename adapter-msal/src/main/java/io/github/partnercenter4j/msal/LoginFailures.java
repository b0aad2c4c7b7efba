package io.github.partnercenter4j.msal;

import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.AuthenticationReason;
import io.github.partnercenter4j.port.support.TlsReasons;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/**
 * Creates the failures of exchanges with the login service. For error responses of the service, see
 * {@link LoginRefusals}.
 */
final class LoginFailures {

    private LoginFailures() {}

    /**
     * Returns the failure if no connection could be opened.
     *
     * @param peer the connection, with the last proxy
     * @param thrown the exception, or null if there was no route
     */
    static AuthenticationException unconnected(LoginConnection peer, @Nullable Throwable thrown) {
        String by = peer.proxy();
        String what = by == null ? "The " + peer.service() : "The proxy " + by + " to the " + peer.service();
        return unavailable(
                causedBy(thrown, UnknownHostException.class)
                        ? what + " has a host name that could not be resolved: check DNS, the cloud and any proxy."
                        : what + " could not be reached (" + reason(thrown) + "): check the network and any proxy.",
                socketsOwn(thrown));
    }

    /**
     * Returns the original exception if Java's socket code threw it, because its message has only the address and the
     * reason. Otherwise returns a copy without the message.
     */
    private static @Nullable Throwable socketsOwn(@Nullable Throwable thrown) {
        Throwable cause = innermost(thrown);
        return cause == null || isOfTheSocket(cause) || cause instanceof UnknownHostException ? cause : wordless(cause);
    }

    private static @Nullable Throwable innermost(@Nullable Throwable thrown) {
        Throwable cause = thrown;
        while (cause != null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** Returns the failure if the proxy refused the tunnel. */
    static AuthenticationException noTunnel(LoginConnection peer, int status, boolean gaveCredentials) {
        String what = status != 407
                ? "refused to connect to it (HTTP " + status + "): allow this host in the rules of the proxy."
                : gaveCredentials
                        ? "rejected the credentials (HTTP 407): check proxyCredentials."
                        : "requires Basic credentials (HTTP 407): set proxyCredentials.";
        AuthenticationException failure =
                unavailable("The proxy " + peer.proxy() + " to the " + peer.service() + " " + what, null);
        return status == 407 ? failure.notRetryable() : failure;
    }

    /** Returns the failure if the TLS handshake failed. */
    static AuthenticationException tls(LoginConnection peer, Throwable thrown) {
        AuthenticationException failure = unavailable(
                "TLS with the " + peer + " failed: " + tlsReason(thrown)
                        + ". Check the sslContext, this machine's clock, and whether a proxy inspects TLS.",
                wordless(thrown));
        // A certificate problem is not temporary. Other handshake failures may come from the network.
        return causedBy(thrown, GeneralSecurityException.class) ? failure.notRetryable() : failure;
    }

    /** Returns the failure if the response was not complete or not HTTP. */
    static AuthenticationException broken(LoginConnection peer, Throwable thrown) {
        return thrown instanceof ProtocolException
                ? unavailable(
                        "The " + peer + " did not send a valid HTTP response (" + thrown.getMessage()
                                + "): check the cloud's authority and any proxy.",
                        wordless(thrown))
                : unavailable(
                        "The connection to the " + peer + " broke before the response was complete (" + peer.stage()
                                + "): check the network and any proxy.",
                        wordless(thrown));
    }

    /** Throws the failure of an exchange on the waiting thread. */
    static RuntimeException rethrown(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return (RuntimeException) thrown;
    }

    /** Returns the reason in Java's own words if its socket code threw the exception. */
    private static String reason(@Nullable Throwable thrown) {
        Throwable cause = innermost(thrown);
        return cause == null
                ? "no proxy was offered"
                : cause.getMessage() != null && isOfTheSocket(cause)
                        ? cause.getMessage()
                        : cause.getClass().getSimpleName();
    }

    private static boolean isOfTheSocket(Throwable thrown) {
        return thrown instanceof SocketException || thrown instanceof SocketTimeoutException;
    }

    private static String tlsReason(Throwable thrown) {
        boolean isCut = causedBy(thrown, EOFException.class) || causedBy(thrown, SocketException.class);
        return isCut ? "the connection was closed during the handshake" : TlsReasons.of(thrown);
    }

    static AuthenticationException unavailable(String message, @Nullable Throwable cause) {
        return AuthenticationException.of(AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE, message, cause);
    }

    static AuthenticationException rejected(String message, @Nullable Throwable cause) {
        return AuthenticationException.of(AuthenticationReason.CREDENTIAL_REJECTED, message, cause);
    }

    static AuthenticationException interaction(String message, @Nullable Throwable cause) {
        return AuthenticationException.of(AuthenticationReason.INTERACTION_REQUIRED, message, cause);
    }

    /** Returns a copy with type and stack but without the message, in which libraries quote sent and received data. */
    static IOException wordless(Throwable thrown) {
        IOException wordless = new IOException(thrown.getClass().getName());
        wordless.setStackTrace(thrown.getStackTrace());
        return wordless;
    }

    /** Returns a copy as {@link #wordless} does, with such copies of the causes. */
    static IOException wordlessWithCauses(Throwable thrown) {
        IOException copy = wordless(thrown);
        IOException last = copy;
        Throwable cause = thrown.getCause();
        for (int depth = 0; cause != null && depth < 8; depth++) {
            IOException next = wordless(cause);
            last.initCause(next);
            last = next;
            cause = cause.getCause();
        }
        return copy;
    }

    private static boolean causedBy(@Nullable Throwable thrown, Class<? extends Throwable> type) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < 8; depth++) {
            if (type.isInstance(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
