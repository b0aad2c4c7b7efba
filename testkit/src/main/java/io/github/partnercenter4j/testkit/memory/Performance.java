package io.github.partnercenter4j.testkit.memory;

import io.github.partnercenter4j.testkit.http.HttpAnswer;
import io.github.partnercenter4j.testkit.http.Script;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The effect of a script without a socket: the part of the response that the client gets, and how the exchange ends.
 * Pure functions.
 *
 * @param answer the received part of the response, or null if not even its head arrived
 * @param ending how the exchange ended for the client
 */
record Performance(@Nullable HttpAnswer answer, Ending ending) {

    /** The TLS handshake failed. */
    static final Performance UNSAFE = new Performance(null, Ending.UNSAFE);

    /** How an exchange ends for the client. */
    enum Ending {
        /** With a complete response. */
        WHOLE,
        /** The TLS handshake failed. */
        UNSAFE,
        /** The connection broke before the response head was complete. */
        LOST,
        /** The connection broke inside the response body. */
        CUT,
        /** The exchange does not end. */
        STALLED,
        /** With bytes that are not HTTP. */
        GARBAGE,
        /** With a body without end. */
        ENDLESS
    }

    static Performance of(Script script) {
        HttpAnswer answer = script.answer();
        if (answer == null || script.extent() == Script.Extent.HALF_HEAD) {
            return new Performance(null, script.isRaw() ? Ending.GARBAGE : broken(script, Ending.LOST));
        }
        if (script.extent() == Script.Extent.PART) {
            return part(answer, script.bodyBytes(answer.body().length), broken(script, Ending.CUT));
        }
        return script.ending() == Script.Ending.ENDLESS ? new Performance(answer, Ending.ENDLESS) : framed(answer);
    }

    /** Returns whether the client got the head of a success. */
    boolean accepted() {
        boolean head = ending == Ending.WHOLE || ending == Ending.CUT || ending == Ending.STALLED;
        return head && answer != null && answer.status() >= 200 && answer.status() <= 299;
    }

    private static Ending broken(Script script, Ending ending) {
        return script.ending() == Script.Ending.STALL ? Ending.STALLED : ending;
    }

    private static Performance part(HttpAnswer answer, int bytes, Ending ending) {
        byte[] body = answer.body();
        return bytes >= body.length
                ? new Performance(answer, Ending.WHOLE)
                : new Performance(answer.body(Arrays.copyOf(body, bytes)), ending);
    }

    /** A fault may announce a wrong length, and the client uses it. */
    private static Performance framed(HttpAnswer answer) {
        String length = answer.headers().first("Content-Length");
        boolean bodiless = answer.status() == 204 || answer.status() == 304;
        if (length == null || bodiless || answer.headers().has("Transfer-Encoding")) {
            return new Performance(answer, Ending.WHOLE);
        }
        if (!length.matches("[0-9]{1,9}")) {
            return new Performance(answer, Ending.GARBAGE);
        }
        int promised = Integer.parseInt(length);
        return promised > answer.body().length
                ? new Performance(answer, Ending.CUT)
                : part(answer, promised, Ending.WHOLE);
    }
}
