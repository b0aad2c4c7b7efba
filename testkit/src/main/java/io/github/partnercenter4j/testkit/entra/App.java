package io.github.partnercenter4j.testkit.entra;

/**
 * An application that is registered with the login.
 *
 * @param id its client id, a GUID
 * @param confidential whether it can keep a secret, and so has to show it
 */
public record App(String id, boolean confidential) {}
