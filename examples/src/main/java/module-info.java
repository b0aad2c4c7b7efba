/** Programs to read and run; also proof that every part works on the module path. */
module io.github.partnercenter4j.examples {
    requires info.picocli;
    requires io.github.partnercenter4j.adapter.apache;
    requires io.github.partnercenter4j.adapter.retrofit;
    requires io.github.partnercenter4j.core;
    requires io.github.partnercenter4j.msal;
    requires io.github.partnercenter4j.testkit;
    requires java.net.http;
    requires static org.jspecify;

    exports io.github.partnercenter4j.examples;
    exports io.github.partnercenter4j.examples.console;

    // It fills in the options' fields.
    opens io.github.partnercenter4j.examples.console to
            info.picocli;
}
