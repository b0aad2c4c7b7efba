/** The contract of the HTTP port as suites to run, for those who write a transport. Needs JUnit Jupiter. */
module io.github.partnercenter4j.contract {
    requires transitive io.github.partnercenter4j.core;
    requires transitive io.github.partnercenter4j.testkit;
    requires transitive org.junit.jupiter.api;
    requires static org.jspecify;

    exports io.github.partnercenter4j.contract;
    exports io.github.partnercenter4j.contract.matrix;

    // JUnit runs the inherited sentences by reflection.
    opens io.github.partnercenter4j.contract;
    opens io.github.partnercenter4j.contract.matrix;
}
