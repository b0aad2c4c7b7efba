package io.github.partnercenter4j.testkit.entra;

/**
 * A registered application.
 *
 * @param id the client id, a GUID
 * @param confidential whether it must authenticate itself
 */
public record App(String id, boolean confidential) {}
