package io.github.partnercenter4j.testkit.http;

import java.io.IOException;

/** The input is not a request that can be served; the status says why. */
final class Refusal extends IOException {

    private static final long serialVersionUID = 1L;

    private final int status;

    Refusal(int status, String why) {
        super(why);
        this.status = status;
    }

    int status() {
        return status;
    }
}
