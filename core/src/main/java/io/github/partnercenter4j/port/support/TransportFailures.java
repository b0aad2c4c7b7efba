package io.github.partnercenter4j.port.support;

import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.TransportException;
import io.github.partnercenter4j.error.WriteOutcome;
import io.github.partnercenter4j.port.RequestContext;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** Makes our failures of the JDK's, alike for every transport. Pure functions. */
public final class TransportFailures {

    private TransportFailures() {}

    /**
     * Returns the failure of an exchange of which nothing was sent.
     *
     * @param context the exchange
     * @param thrown what the transport threw while it connected
     * @return a failure of category {@code CONNECT}, or {@code TLS} where the peer's TLS was not acceptable
     */
    public static PartnerCenterException connecting(RequestContext context, Throwable thrown) {
        if (causedBy(thrown, UnknownHostException.class)) {
            return TransportException.connect(
                    context, "The host name of Partner Center could not be resolved: check DNS and the cloud.", thrown);
        }
        if (thrown instanceof SSLException && !isBrokenHandshake(thrown)) {
            return TransportException.tls(
                    context,
                    "TLS with Partner Center failed: check the trusted certificates, the host name and any proxy.",
                    thrown);
        }
        if (causedBy(thrown, SocketTimeoutException.class)) {
            return TransportException.connect(context, "Connecting to Partner Center took too long.", thrown);
        }
        return TransportException.connect(
                context,
                "Partner Center could not be connected to: check the network and any proxy.",
                isOfTheNetwork(thrown) ? thrown : wordless(thrown));
    }

    /**
     * Returns the failure of an exchange of which something may have been sent.
     *
     * @param context the exchange
     * @param outcome what became of it if it was a write
     * @param thrown what the transport threw
     * @return a failure of category {@code TIMEOUT}, {@code PROTOCOL} or {@code IO}
     */
    public static PartnerCenterException exchanging(RequestContext context, WriteOutcome outcome, Throwable thrown) {
        return thrown instanceof ProtocolException || !(thrown instanceof IOException)
                ? notHttp(context, outcome, thrown)
                : broken(context, outcome, thrown);
    }

    /**
     * Returns the failure of an exchange whose answer did not come to its end, whatever a library calls that.
     *
     * @param context the exchange
     * @param outcome what became of it if it was a write
     * @param thrown what the transport threw; its message is dropped unless it is the network's own
     * @return a failure of category {@code TIMEOUT} or {@code IO}
     */
    public static PartnerCenterException broken(RequestContext context, WriteOutcome outcome, Throwable thrown) {
        if (thrown instanceof SocketTimeoutException) {
            return TransportException.timeout(context, outcome, "Partner Center did not answer in time.", thrown);
        }
        return TransportException.io(
                context,
                outcome,
                "The connection to Partner Center broke before the answer was complete.",
                isOfTheNetwork(thrown) ? thrown : wordless(thrown));
    }

    /**
     * Returns the failure of an exchange whose answer is not HTTP.
     *
     * @param context the exchange
     * @param outcome what became of it if it was a write
     * @param thrown what the transport threw; its message is dropped, because libraries quote the peer's bytes in it
     * @return a failure of category {@code PROTOCOL}
     */
    public static PartnerCenterException notHttp(RequestContext context, WriteOutcome outcome, Throwable thrown) {
        return TransportException.protocol(
                context, outcome, "The peer's answer is not HTTP as Partner Center speaks it.", wordless(thrown));
    }

    private static boolean isOfTheNetwork(Throwable thrown) {
        return thrown instanceof SocketException || thrown instanceof SSLException;
    }

    /** Libraries quote the peer's bytes in their messages: the type and the stack say enough. */
    private static IOException wordless(Throwable thrown) {
        IOException wordless = new IOException(thrown.getClass().getName());
        wordless.setStackTrace(thrown.getStackTrace());
        return wordless;
    }

    /** A handshake that the network cut short, as against one that the peers disagreed in. */
    private static boolean isBrokenHandshake(Throwable thrown) {
        return causedBy(thrown, EOFException.class)
                || causedBy(thrown, SocketException.class)
                || causedBy(thrown, SocketTimeoutException.class);
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
