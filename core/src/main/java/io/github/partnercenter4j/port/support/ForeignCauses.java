package io.github.partnercenter4j.port.support;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.SSLException;

/**
 * Decides which messages of foreign exceptions are kept as causes. Messages of the JDK's network and TLS code are kept,
 * because they have the reason of the operating system or the TLS peer. All other messages are dropped: a library may
 * quote bytes of the response, and application code may quote a secret. Type and stack always stay. Pure functions.
 */
final class ForeignCauses {

    private static final int DEEPEST = 8;

    private static final List<String> OF_THE_JDK = List.of("java.", "javax.", "sun.");

    /** The packages of the JDK's network and TLS code. */
    private static final List<String> OF_ITS_NETWORK =
            List.of("java.net.", "sun.nio.ch.", "javax.net.ssl.", "sun.security.", "java.security.");

    private ForeignCauses() {}

    /**
     * Returns the exception itself if all messages, including those of its causes, may be kept. Otherwise returns a
     * copy without the other messages.
     */
    static Throwable withoutForeignText(Throwable thrown) {
        return withoutForeignText(thrown, 0);
    }

    private static Throwable withoutForeignText(Throwable thrown, int depth) {
        if (depth == DEEPEST) {
            return new IOException("and more");
        }
        Throwable cause = thrown.getCause();
        Throwable newCause = cause == null ? null : withoutForeignText(cause, depth + 1);
        // A TLS exception repeats the message of its cause, which may come from the application's trust manager.
        if (newCause == cause && isOfTheNetwork(thrown) && thrown.getSuppressed().length == 0) {
            return thrown;
        }
        IOException copy = new IOException(thrown.getClass().getName());
        copy.setStackTrace(thrown.getStackTrace());
        if (newCause != null) {
            copy.initCause(newCause);
        }
        return copy;
    }

    /** Returns true if the JDK's network code wrote the message, without text that the peer chooses. */
    private static boolean isOfTheNetwork(Throwable thrown) {
        String text = thrown.getMessage();
        if (!startsWithAny(thrown.getClass().getName(), OF_THE_JDK)) {
            return false;
        }
        if (text == null) {
            return true;
        }
        StackTraceElement[] stack = thrown.getStackTrace();
        return isOfAKindToKeep(thrown)
                && stack.length > 0
                && startsWithAny(stack[0].getClassName(), OF_ITS_NETWORK)
                // A message with names of a certificate has text of the peer.
                && text.indexOf('=') < 0;
    }

    private static boolean isOfAKindToKeep(Throwable thrown) {
        return thrown instanceof SocketException
                || thrown instanceof SocketTimeoutException
                || thrown instanceof UnknownHostException
                || thrown instanceof SSLException
                || thrown instanceof EOFException
                || thrown instanceof GeneralSecurityException
                || thrown.getClass() == IOException.class;
    }

    private static boolean startsWithAny(String name, List<String> starts) {
        return starts.stream().anyMatch(name::startsWith);
    }
}
