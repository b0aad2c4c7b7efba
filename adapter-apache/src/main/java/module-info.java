/** The gateway of partnercenter4j with Apache HttpClient 5. */
module io.github.partnercenter4j.adapter.apache {
    requires transitive io.github.partnercenter4j.core;
    requires io.github.partnercenter4j.wire;
    requires transitive org.apache.httpcomponents.client5.httpclient5;
    requires org.apache.httpcomponents.core5.httpcore5;
    requires org.apache.httpcomponents.core5.httpcore5.h2;
    requires org.slf4j;
    // HttpClient 5.6 uses its socket options, but has no module descriptor that requires it.
    requires jdk.net;
    requires static org.jspecify;

    exports io.github.partnercenter4j.apache;
}
