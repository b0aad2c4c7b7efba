package io.github.partnercenter4j.msal;

import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.AuthenticationReason;
import java.io.IOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Makes our failures of what goes wrong around an exchange; of what the service says, see {@link LoginRefusals}. */
final class LoginFailures {

    private LoginFailures() {}

    /** There is no answer. */
    static AuthenticationException unreachable(Throwable thrown) {
        String what;
        if (causedBy(thrown, UnknownHostException.class) || causedBy(thrown, UnresolvedAddressException.class)) {
            what = "The login service's host name could not be resolved: check DNS and the cloud.";
        } else if (causedBy(thrown, SSLException.class)) {
            what = "TLS with the login service failed: check the trusted certificates, the host name and any proxy.";
        } else if (thrown instanceof HttpConnectTimeoutException) {
            what = "Connecting to the login service took too long.";
        } else if (causedBy(thrown, SocketException.class)) {
            what = "The login service could not be reached: check the network and any proxy.";
        } else {
            what = "The exchange with the login service, or the way there through a proxy, broke.";
        }
        AuthenticationException failure = unavailable(what, wordless(thrown));
        return disagreesInTls(thrown) ? failure.notRetryable() : failure;
    }

    /** A certificate is not acceptable. A handshake that the network cuts short looks like any other that fails. */
    private static boolean disagreesInTls(Throwable thrown) {
        return causedBy(thrown, SSLException.class) && causedBy(thrown, GeneralSecurityException.class);
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

    /** Libraries quote what was sent and received in their messages: the type and the stack say enough. */
    static IOException wordless(Throwable thrown) {
        IOException wordless = new IOException(thrown.getClass().getName());
        wordless.setStackTrace(thrown.getStackTrace());
        return wordless;
    }

    private static boolean causedBy(Throwable thrown, Class<? extends Throwable> type) {
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
