package io.github.partnercenter4j.testkit.memory;

import io.github.partnercenter4j.testkit.http.HttpAnswer;
import io.github.partnercenter4j.testkit.http.Script;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A script, played without a socket: what would have reached the client, and how it would have ended. Pure.
 *
 * @param answer the answer, or as much of it as came; null if not even its head did
 * @param ending how the exchange ended for the client
 */
record Performance(@Nullable HttpAnswer answer, Ending ending) {

    /** The connection could not be made safe. */
    static final Performance UNSAFE = new Performance(null, Ending.UNSAFE);

    /** How an exchange ends for the client. */
    enum Ending {
        /** By a whole answer. */
        WHOLE,
        /** The connection could not be made safe. */
        UNSAFE,
        /** The connection broke before the answer's head was complete. */
        LOST,
        /** The connection broke inside the answer's body. */
        CUT,
        /** Not at all. */
        STALLED,
        /** By bytes that are not HTTP. */
        GARBAGE,
        /** By a body without end. */
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

    /** Tells whether the head of a success reached the client. */
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

    /** A fault may lie about the length, and a client believes it. */
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
