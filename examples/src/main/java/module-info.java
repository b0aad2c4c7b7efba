/** Programs to read and run; also proof that every part works on the module path. */
module io.github.partnercenter4j.examples {
    requires io.github.partnercenter4j.adapter.apache;
    requires io.github.partnercenter4j.adapter.retrofit;
    requires io.github.partnercenter4j.core;
    requires io.github.partnercenter4j.testkit;
    requires static org.jspecify;

    exports io.github.partnercenter4j.examples;
}
