package io.github.partnercenter4j.port.support;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateRevokedException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Describes why a TLS handshake failed, in the same words for the JDK and all HTTP libraries. Pure functions. */
public final class TlsReasons {

    private static final int DEEPEST = 8;

    /** The names of the alerts are those of the TLS standard. */
    private static final Pattern ALERT = Pattern.compile("Received fatal alert: ([a-z_]{1,40})");

    private TlsReasons() {}

    /**
     * Returns the reason. Of several known causes, the deepest one counts.
     *
     * @param thrown the failure of the handshake
     * @return the reason as a clause without a full stop, without text of the peer or of application code
     */
    public static String of(Throwable thrown) {
        String reason = "client and server did not agree";
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            String known = ofOne(cause);
            reason = known != null ? known : reason;
            cause = cause.getCause();
        }
        return reason;
    }

    private static @Nullable String ofOne(Throwable thrown) {
        String text = String.valueOf(thrown.getMessage());
        if (thrown instanceof CertificateExpiredException) {
            return "the certificate has expired";
        }
        if (thrown instanceof CertificateNotYetValidException) {
            return "the certificate is not valid yet";
        }
        if (thrown instanceof CertificateRevokedException) {
            return "the certificate has been revoked";
        }
        if (thrown instanceof CertPathBuilderException) {
            return "the certificate's issuer is not trusted";
        }
        if (thrown instanceof SSLPeerUnverifiedException
                || (thrown instanceof CertificateException && text.matches("No (name|subject alternative) .*"))) {
            return "the certificate is for another host";
        }
        if (thrown instanceof CertPathValidatorException || thrown instanceof CertificateException) {
            return "the certificate is not acceptable";
        }
        return thrown instanceof SSLException ? ofTheHandshake(text) : null;
    }

    private static @Nullable String ofTheHandshake(String text) {
        Matcher alert = ALERT.matcher(text);
        if (alert.find()) {
            return "the server refused it with the alert " + alert.group(1);
        }
        if (text.contains("Unsupported or unrecognized SSL message")) {
            return "the server does not use TLS";
        }
        return text.contains("protocol version") || text.contains("No appropriate protocol")
                ? "client and server have no common TLS version from 1.2 up"
                : null;
    }
}
