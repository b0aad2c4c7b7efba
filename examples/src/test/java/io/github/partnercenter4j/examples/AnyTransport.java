package io.github.partnercenter4j.examples;

import io.github.partnercenter4j.apache.ApacheSupportProfileGateway;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.retrofit.RetrofitSupportProfileGateway;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import java.net.ProxySelector;

/** The transports that whole-stack tests run with. */
enum AnyTransport {
    RETROFIT,
    APACHE;

    SupportProfileGateway open(FakePartnerCenter fake, ProxySelector proxy) {
        return switch (this) {
            case RETROFIT ->
                RetrofitSupportProfileGateway.builder(fake.cloud())
                        .sslContext(fake.sslContext())
                        .proxy(proxy)
                        .build();
            case APACHE ->
                ApacheSupportProfileGateway.builder(fake.cloud())
                        .sslContext(fake.sslContext())
                        .proxy(proxy)
                        .build();
        };
    }
}
