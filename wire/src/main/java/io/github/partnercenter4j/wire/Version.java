package io.github.partnercenter4j.wire;

/** This library's version, for the User-Agent. A constant, because a jar's manifest does not survive shading. */
final class Version {

    static final String CURRENT = "0.1.0-SNAPSHOT";

    private Version() {}
}
