package io.github.partnercenter4j.wire;

/** This library's version, for the User-Agent. A constant, because shading a jar removes the manifest. */
final class Version {

    static final String CURRENT = "0.1.0-SNAPSHOT";

    private Version() {}
}
