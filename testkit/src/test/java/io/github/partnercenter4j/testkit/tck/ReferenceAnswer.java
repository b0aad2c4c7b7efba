package io.github.partnercenter4j.testkit.tck;

import io.github.partnercenter4j.testkit.ReferenceMapping.BodyEnd;
import io.github.partnercenter4j.testkit.http.Headers;
import io.github.partnercenter4j.testkit.http.HttpAnswer;

/** An answer as it came over a {@link ReferenceConnection}, and whether the connection can be used again. */
record ReferenceAnswer(HttpAnswer answer, BodyEnd end, boolean reusable) {

    int status() {
        return answer.status();
    }

    boolean isSuccess() {
        return status() >= 200 && status() <= 299;
    }

    Headers headers() {
        return answer.headers();
    }

    ReferenceAnswer status(int status) {
        return with(HttpAnswer.of(status).headers(headers()).body(answer.body()));
    }

    ReferenceAnswer headers(Headers headers) {
        return with(answer.headers(headers));
    }

    ReferenceAnswer body(byte[] body) {
        return with(answer.body(body));
    }

    /** The same, on a connection that cannot be used again. */
    ReferenceAnswer inDoubt() {
        return new ReferenceAnswer(answer, end, false);
    }

    private ReferenceAnswer with(HttpAnswer changed) {
        return new ReferenceAnswer(changed, end, reusable);
    }
}
