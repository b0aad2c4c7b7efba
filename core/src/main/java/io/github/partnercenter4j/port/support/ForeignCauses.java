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
 * The one rule for what others threw. A text is kept where the JDK's network and TLS code wrote it, because that says what
 * the operating system or the TLS peer objected to. All other texts are dropped: a library quotes the peer's bytes, and
 * lent code may quote a secret. The type and the stack always stay. Pure functions.
 */
final class ForeignCauses {

    private static final int DEEPEST = 8;

    private static final List<String> OF_THE_JDK = List.of("java.", "javax.", "sun.");

    /** What the JDK connects and encrypts with. */
    private static final List<String> OF_ITS_NETWORK =
            List.of("java.net.", "sun.nio.ch.", "javax.net.ssl.", "sun.security.", "java.security.");

    private ForeignCauses() {}

    /** Returns what was thrown if all its texts may be kept, causes and all, and else a copy without those that may not. */
    static Throwable told(Throwable thrown) {
        return told(thrown, 0);
    }

    private static Throwable told(Throwable thrown, int depth) {
        if (depth == DEEPEST) {
            return new IOException("and more");
        }
        Throwable cause = thrown.getCause();
        Throwable toldCause = cause == null ? null : told(cause, depth + 1);
        // TLS repeats its cause's text, which may be that of a lent trust manager.
        if (toldCause == cause && isOfTheNetwork(thrown) && thrown.getSuppressed().length == 0) {
            return thrown;
        }
        IOException copy = new IOException(thrown.getClass().getName());
        copy.setStackTrace(thrown.getStackTrace());
        if (toldCause != null) {
            copy.initCause(toldCause);
        }
        return copy;
    }

    /** Tells whether the JDK's network code wrote the text, about what is not the peer's to choose. */
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
                // The names in a certificate are the peer's words.
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
