/**
 * Partner Center's JSON and headers, shared by all HTTP transports so that they behave the same. Its interface uses
 * bytes and the types of core only; Moshi is not part of it.
 */
module io.github.partnercenter4j.wire {
    requires transitive io.github.partnercenter4j.core;
    requires com.squareup.moshi;
    requires okio;
    // Moshi and Okio need it, but are automatic modules and cannot declare it.
    requires kotlin.stdlib;

    exports io.github.partnercenter4j.wire;
}
