package io.github.partnercenter4j.examples.simulation;

import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.port.RequestContext;
import org.jspecify.annotations.Nullable;

/** A request on its way: its bytes have left the client. What came of it is written down as it comes. */
final class Sent {

    final Told call;
    final String id;
    final String path;
    final String token;
    final String tenant;
    final @Nullable String ifMatch;

    /** What it writes, or null if it reads. */
    final @Nullable SupportProfile body;

    /** When the gateway was given it, when its turn came, and when it was sent. */
    final long askedNanos;

    final long turnNanos;
    final long atNanos;

    /** When the client got an answer, or the head of one; -1 if it got none. */
    long answeredNanos = -1;

    int status;

    /** Whether the answer has the request's own id, another one, or none. */
    @Nullable
    Boolean echoed;

    /** How long the answer asks to wait, or null. */
    @Nullable
    Hint hint;

    /** Whether the head of a success came, from the service. */
    boolean accepted;

    /** The profile that a read was answered with, as far as the client got it. */
    @Nullable
    SupportProfile read;

    /** When the service did what was asked, or -1. */
    long committedNanos = -1;

    /** What was there before, if it was written. */
    @Nullable
    SupportProfile before;

    Sent(
            Told call,
            RequestContext context,
            @Nullable SupportProfile body,
            long askedNanos,
            long turnNanos,
            long atNanos) {
        this(call, context, context.accessToken().value().substring(0, 1), body, askedNanos, turnNanos, atNanos);
    }

    Sent(
            Told call,
            RequestContext context,
            String tenant,
            @Nullable SupportProfile body,
            long askedNanos,
            long turnNanos,
            long atNanos) {
        this.call = call;
        this.id = context.requestId();
        this.path = context.path().path();
        this.token = context.accessToken().value();
        this.tenant = tenant;
        this.ifMatch = context.ifMatch();
        this.body = body;
        this.askedNanos = askedNanos;
        this.turnNanos = turnNanos;
        this.atNanos = atNanos;
    }

    boolean isWrite() {
        return body != null;
    }

    boolean isCommitted() {
        return committedNanos >= 0;
    }

    boolean isAnswered() {
        return answeredNanos >= 0;
    }

    /** The answer proves that nothing was written. */
    boolean isRefused() {
        boolean status4 = status >= 400 && status < 500 && status != 408;
        boolean redirect = status >= 300 && status < 400 && status != 303;
        return isAnswered() && (status4 || redirect) && !Boolean.FALSE.equals(echoed);
    }

    /** It may have been written, as far as the client can know. */
    boolean isUnsure() {
        return !accepted && !isRefused();
    }

    String method() {
        return isWrite() ? "PUT" : "GET";
    }
}
