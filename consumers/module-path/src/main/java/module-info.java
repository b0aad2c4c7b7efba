/** A consumer's module. */
module consumer {
    requires io.github.partnercenter4j.adapter.retrofit;
    requires io.github.partnercenter4j.testkit;
}
