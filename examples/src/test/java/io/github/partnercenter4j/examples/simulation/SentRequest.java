package io.github.partnercenter4j.examples.simulation;

import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.port.RequestContext;
import org.jspecify.annotations.Nullable;

/** A request whose bytes have left the client. Its result is recorded when it is known. */
final class SentRequest {

    final CallRecord call;
    final String id;
    final String path;
    final String token;
    final String tenant;
    final @Nullable String ifMatch;

    /** The profile that it writes, or null if it reads. */
    final @Nullable SupportProfile body;

    /** When the gateway was called. The next two fields: when its turn came, and when it was sent. */
    final long askedNanos;

    final long turnNanos;
    final long atNanos;

    /** When the client received the response or its head, or -1. */
    long answeredNanos = -1;

    int status;

    /** True if the response has the id of this request, false if it has another id, null if it has none. */
    @Nullable
    Boolean echoed;

    /** The Retry-After of the response, or null. */
    @Nullable
    Hint hint;

    /** True if the head of a success came from the service. */
    boolean accepted;

    /** True if the call got the reply, be it after its end. Recorded in storms only. */
    boolean delivered;

    /** The profile in the response to a read, if the client received it. */
    @Nullable
    SupportProfile read;

    /** When the service applied the write, or -1. */
    long committedNanos = -1;

    /** The profile before the write, if the write was applied. */
    @Nullable
    SupportProfile before;

    SentRequest(
            CallRecord call,
            RequestContext context,
            @Nullable SupportProfile body,
            long askedNanos,
            long turnNanos,
            long atNanos) {
        this(call, context, context.accessToken().value().substring(0, 1), body, askedNanos, turnNanos, atNanos);
    }

    SentRequest(
            CallRecord call,
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

    /** Returns whether the response proves that nothing was written. */
    boolean isRefused() {
        boolean status4 = status >= 400 && status < 500 && status != 408;
        boolean redirect = status >= 300 && status < 400 && status != 303;
        return isAnswered() && (status4 || redirect) && !Boolean.FALSE.equals(echoed);
    }

    /** Returns whether the write may have been applied, as far as the client can know. */
    boolean isUnsure() {
        return !accepted && !isRefused();
    }

    String method() {
        return isWrite() ? "PUT" : "GET";
    }
}
