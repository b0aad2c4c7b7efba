package io.github.partnercenter4j.testkit.http;

import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What goes wrong on a connection or in an exchange: when, and what the client gets instead of the answer. Immutable. */
public interface Trouble {

    /** When trouble strikes. */
    enum At {
        /** As the connection is accepted. */
        CONNECTION,
        /** As the connection begins to speak TLS. */
        HANDSHAKE,
        /** The request's head has been read; its body has not, and no 100 (Continue) was sent. */
        HEAD,
        /** The request has been read whole; nothing was done about it yet. */
        REQUEST,
        /** What was asked has been done; not a byte of the answer was sent. */
        ANSWER;

        /** Tells whether it befalls a connection, whatever will be asked on it. */
        public boolean isOfConnection() {
            return this == CONNECTION || this == HANDSHAKE;
        }
    }

    /** Returns when it strikes. */
    At at();

    /**
     * Returns what is done to the client. The answer is the one that trouble spoils, null where it strikes before there is
     * one.
     */
    Script script(@Nullable HttpAnswer own);

    /** Returns what is done to the client, whether there is trouble or not. */
    static Script scriptFor(@Nullable Trouble trouble, @Nullable HttpAnswer own) {
        return trouble == null ? Script.whole(Objects.requireNonNull(own, "own")) : trouble.script(own);
    }

    /**
     * Returns this trouble for one request: an answer with ids gets the headers that all answers of the
     * service have, which the seal puts in.
     */
    default Trouble sealedBy(UnaryOperator<HttpAnswer> seal) {
        return this;
    }

    /** Returns what spoils the TLS handshake of a connection, or null if this is other trouble. */
    default Settings.@Nullable Layer handshake() {
        return null;
    }
}
