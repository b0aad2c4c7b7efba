/**
 * Partner Center's JSON and headers as pure functions, shared by the HTTP transports so that they cannot drift apart. It
 * speaks bytes and the core's types only; Moshi stays inside.
 */
module io.github.partnercenter4j.wire {
    requires transitive io.github.partnercenter4j.core;
    requires com.squareup.moshi;
    requires okio;
    // Moshi and Okio are automatic modules and cannot name it themselves.
    requires kotlin.stdlib;

    exports io.github.partnercenter4j.wire;
}
