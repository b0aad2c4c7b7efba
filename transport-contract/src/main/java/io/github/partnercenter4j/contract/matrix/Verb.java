package io.github.partnercenter4j.contract.matrix;

/** What a call does. */
enum Verb {
    /** Reads the profile. */
    GET,
    /** Replaces the profile. */
    PUT
}
