package io.github.partnercenter4j.examples.simulation;

/** What happens to a request. */
enum RequestFate {
    ANSWERED,
    NOT_CONNECTED,
    NO_TLS,
    LOST_ON_THE_WAY,
    ANSWER_LOST,
    SILENT,
    REFUSED,
    /** The response to another request: a success with another id. */
    FOREIGN_ID,
    /** A success whose body is no profile. */
    FOREIGN_BODY,
    /** A proxy's page instead of the response. */
    INTERCEPTED,
    /** A profile that cannot be parsed. */
    MALFORMED,
    /** The head of a success, then the end of the connection. */
    HEAD_ONLY,
    /** The head of a success, then silence. */
    HEAD_THEN_SILENCE,
    /** The gateway breaks the contract of its port. The constants below do so in other ways. */
    THROWS,
    NO_FUTURE,
    NO_REPLY,
    FOREIGN_FAILURE,
    COMPLETES_TWICE;

    boolean isOfGateway() {
        return compareTo(THROWS) >= 0 && this != COMPLETES_TWICE;
    }
}
