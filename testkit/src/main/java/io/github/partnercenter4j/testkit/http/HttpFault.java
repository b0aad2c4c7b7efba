package io.github.partnercenter4j.testkit.http;

import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A fault of a connection or of an exchange: when it applies, and what the client gets instead of the response. Immutable. */
public interface HttpFault {

    /** When a fault applies. */
    enum At {
        /** When the connection is accepted. */
        CONNECTION,
        /** When the TLS handshake of the connection begins. */
        HANDSHAKE,
        /** After the head of the request was read: the body is not read, and no 100 (Continue) is sent. */
        HEAD,
        /** After the whole request was read: it is not handled. */
        REQUEST,
        /** After the request was handled, before the first byte of the response. */
        ANSWER;

        /** Returns whether the fault applies to a connection, before any request. */
        public boolean isOfConnection() {
            return this == CONNECTION || this == HANDSHAKE;
        }
    }

    /** Returns when the fault applies. */
    At at();

    /**
     * Returns what the client gets.
     *
     * @param own the response that the fault changes, or null if the fault applies before there is one
     */
    Script script(@Nullable HttpAnswer own);

    /** Returns what the client gets: the response, or what the fault makes of it. */
    static Script scriptFor(@Nullable HttpFault httpFault, @Nullable HttpAnswer own) {
        return httpFault == null ? Script.whole(Objects.requireNonNull(own, "own")) : httpFault.script(own);
    }

    /**
     * Returns this fault for one request. If its response has ids, it gets the headers of every response of the service.
     *
     * @param seal adds these headers
     */
    default HttpFault withServiceHeaders(UnaryOperator<HttpAnswer> seal) {
        return this;
    }

    /** Returns the TLS layer for a fault of the handshake, or null for another fault. */
    default Settings.@Nullable Layer handshake() {
        return null;
    }
}
