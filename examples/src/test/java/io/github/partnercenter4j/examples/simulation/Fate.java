package io.github.partnercenter4j.examples.simulation;

/** What becomes of a request. */
enum Fate {
    ANSWERED,
    NOT_CONNECTED,
    NO_TLS,
    LOST_ON_THE_WAY,
    ANSWER_LOST,
    SILENT,
    REFUSED,
    /** Another's answer: a success with another id. */
    FOREIGN_ID,
    /** A success that is no profile. */
    FOREIGN_BODY,
    /** A page of something on the way, which kept the request. */
    INTERCEPTED,
    /** A profile that cannot be read. */
    MALFORMED,
    /** The head of a success, and then the end. */
    HEAD_ONLY,
    /** The head of a success, and then nothing. */
    HEAD_THEN_SILENCE,
    /** The gateway does not keep the port's contract. */
    THROWS,
    NO_FUTURE,
    NO_REPLY,
    FOREIGN_FAILURE,
    COMPLETES_TWICE;

    boolean isOfGateway() {
        return compareTo(THROWS) >= 0 && this != COMPLETES_TWICE;
    }
}
