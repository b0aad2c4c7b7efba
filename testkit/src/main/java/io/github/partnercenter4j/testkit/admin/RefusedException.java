package io.github.partnercenter4j.testkit.admin;

/** A request that the administration API refuses. The message says what to change. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    RefusedException(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
