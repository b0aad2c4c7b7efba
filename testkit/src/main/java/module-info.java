/** A fake Partner Center for tests: in memory and over HTTP. Brings the client's core and nothing else. */
module io.github.partnercenter4j.testkit {
    requires transitive io.github.partnercenter4j.core;
    requires static transitive org.junit.jupiter.api;

    exports io.github.partnercenter4j.testkit;
    exports io.github.partnercenter4j.testkit.junit;
}
