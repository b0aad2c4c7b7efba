package io.github.partnercenter4j.port.support;

import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.TransportException;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.Route;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Converts the JDK's exceptions to this library's failures, in the same way for every transport. Pure functions. */
public final class TransportFailures {

    private TransportFailures() {}

    /**
     * Returns the failure of an exchange that failed while it connected. Nothing was sent.
     *
     * @param context the exchange; its progress has the route for the message
     * @param thrown the exception of the transport
     * @return a failure of category {@code CONNECT}, of {@code TLS} if the handshake failed, or of {@code PROTOCOL} if
     *     application code in the transport failed
     */
    public static PartnerCenterException connecting(RequestContext context, Throwable thrown) {
        if (thrown instanceof HttpProxies.SocksOnly refused) {
            return TransportException.connect(context, String.valueOf(refused.getMessage()), null);
        }
        if (thrown instanceof RuntimeException) {
            return applicationCode(context, WriteOutcome.NOT_APPLIED, thrown);
        }
        Throwable cause = ForeignCauses.withoutForeignText(thrown);
        Route route = context.progress().route();
        String next = route == null || route.proxy() == null ? service(route) : "The proxy " + route.proxy();
        if (causedBy(thrown, UnknownHostException.class)) {
            return TransportException.connect(
                    context,
                    next + " could not be found: DNS does not know the host name. Check DNS, "
                            + (route == null || route.proxy() == null
                                    ? "and the cloud's address."
                                    : "and the proxy's address."),
                    cause);
        }
        if (thrown instanceof SSLException && !isBrokenHandshake(thrown)) {
            return TransportException.tls(
                    context,
                    "TLS with " + way(route) + " failed: " + TlsReasons.of(thrown)
                            + ". Check the trusted certificates, the host name and any proxy.",
                    cause);
        }
        if (causedBy(thrown, SocketTimeoutException.class)) {
            return TransportException.connect(
                    context, "Connecting to " + way(route) + " took too long: check the network.", cause);
        }
        if (causedBy(thrown, ConnectException.class)) {
            return TransportException.connect(
                    context,
                    next
                            + " could not be reached: no server listens there, or a firewall blocks the connection."
                            + " Check the address.",
                    cause);
        }
        return TransportException.connect(
                context,
                "Connecting to " + way(route) + " failed before anything was sent: check the network and any proxy.",
                cause);
    }

    /**
     * Returns the failure of an exchange whose proxy refused to connect to the service. Nothing was sent.
     *
     * @param context the exchange; its progress has the route for the message
     * @param status the HTTP status of the proxy's response
     * @return a failure of category {@code CONNECT}; for 407 it is not retryable
     */
    public static PartnerCenterException proxyRefused(RequestContext context, int status) {
        if (status == 407) {
            return TransportException.proxyCredentials(context);
        }
        Route route = context.progress().route();
        return TransportException.connect(
                context,
                "The proxy" + (route == null || route.proxy() == null ? "" : " " + route.proxy())
                        + " refused to connect to " + (route == null ? "Partner Center" : route.service())
                        + " with HTTP " + status + ". Check the rules and the address of the proxy.",
                null);
    }

    /**
     * Returns the failure of an exchange that may already have sent something.
     *
     * @param context the exchange
     * @param outcome the outcome if the exchange was a write
     * @param thrown the exception of the transport
     * @return a failure of category {@code TIMEOUT}, {@code PROTOCOL} or {@code IO}
     */
    public static PartnerCenterException exchanging(RequestContext context, WriteOutcome outcome, Throwable thrown) {
        if (thrown instanceof RuntimeException) {
            return applicationCode(context, outcome, thrown);
        }
        return thrown instanceof ProtocolException || !(thrown instanceof IOException)
                ? notHttp(context, outcome, thrown)
                : broken(context, outcome, thrown);
    }

    /**
     * Returns the failure of an exchange whose response did not arrive completely.
     *
     * @param context the exchange
     * @param outcome the outcome if the exchange was a write
     * @param thrown the exception of the transport; its message is dropped unless the JDK wrote it
     * @return a failure of category {@code TIMEOUT} or {@code IO}
     */
    public static PartnerCenterException broken(RequestContext context, WriteOutcome outcome, Throwable thrown) {
        String way = way(context.progress().route());
        if (thrown instanceof SocketTimeoutException) {
            return TransportException.timeout(
                    context,
                    outcome,
                    "The response from " + way + " did not arrive in time.",
                    ForeignCauses.withoutForeignText(thrown));
        }
        return TransportException.io(
                context,
                outcome,
                "The connection to " + way + " broke before the response was complete.",
                ForeignCauses.withoutForeignText(thrown));
    }

    /**
     * Returns the failure of an exchange whose response is not HTTP.
     *
     * @param context the exchange
     * @param outcome the outcome if the exchange was a write
     * @param thrown the exception of the transport; its message is dropped, because libraries quote bytes of the
     *     response in it
     * @return a failure of category {@code PROTOCOL}
     */
    public static PartnerCenterException notHttp(RequestContext context, WriteOutcome outcome, Throwable thrown) {
        return TransportException.protocol(
                context,
                outcome,
                "The response from " + way(context.progress().route()) + " is not a valid HTTP response.",
                ForeignCauses.withoutForeignText(thrown));
    }

    /** Returns the failure for an exception of application code. Not retryable, because it would happen again. */
    private static PartnerCenterException applicationCode(
            RequestContext context, WriteOutcome outcome, Throwable thrown) {
        return TransportException.protocol(
                context,
                outcome,
                "Application code in the transport (an interceptor, a proxy selector, a DNS or a connection manager)"
                        + " failed with " + thrown.getClass().getName() + ". See the stack of the cause.",
                ForeignCauses.withoutForeignText(thrown));
    }

    private static String service(@Nullable Route route) {
        return route == null ? "Partner Center" : "Partner Center (" + route.service() + ")";
    }

    private static String way(@Nullable Route route) {
        return route == null ? "Partner Center" : "Partner Center (" + route + ")";
    }

    /** Returns true if the network broke during the handshake: that is not a failure of TLS. */
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
