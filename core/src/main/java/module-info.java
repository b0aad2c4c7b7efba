/**
 * The domain of partnercenter4j: the support profile, the client, the ports that transports and token sources
 * implement, and the errors. Pure Java: no HTTP, no JSON.
 */
@SuppressWarnings("module") // The testkit is not there when core is compiled.
module io.github.partnercenter4j.core {
    requires static transitive org.jspecify;

    exports io.github.partnercenter4j;
    exports io.github.partnercenter4j.error;
    exports io.github.partnercenter4j.model;
    exports io.github.partnercenter4j.port;
    exports io.github.partnercenter4j.port.support;

    // The testkit creates a cloud with plain http for a private network; core has no public method for that.
    opens io.github.partnercenter4j.model to
            io.github.partnercenter4j.testkit;
}
