/** The gateway of partnercenter4j with Retrofit and OkHttp. */
module io.github.partnercenter4j.adapter.retrofit {
    requires transitive io.github.partnercenter4j.core;
    requires io.github.partnercenter4j.wire;
    requires transitive okhttp3;
    requires retrofit2;
    requires okio;
    requires static org.jspecify;

    exports io.github.partnercenter4j.retrofit;
}
