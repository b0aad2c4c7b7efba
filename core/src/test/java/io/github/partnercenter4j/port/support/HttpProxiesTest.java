package io.github.partnercenter4j.port.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpProxiesTest {

    private static final URI SERVICE = URI.create("https://api.example");
    private static final Proxy SOCKS = proxy(Proxy.Type.SOCKS, 1080);
    private static final Proxy FIRST = proxy(Proxy.Type.HTTP, 1);
    private static final Proxy SECOND = proxy(Proxy.Type.HTTP, 2);

    private static Proxy proxy(Proxy.Type type, int port) {
        return new Proxy(type, InetSocketAddress.createUnresolved("proxy.example", port));
    }

    private static ProxySelector offering(@Nullable List<Proxy> ways) {
        return new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                return ways;
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
        };
    }

    @Test
    void select_severalRoutes_keepsTheirOrderWithoutSocks() {
        assertThat(new HttpProxies(offering(List.of(SOCKS, FIRST, SECOND, Proxy.NO_PROXY))).select(SERVICE))
                .containsExactly(FIRST, SECOND, Proxy.NO_PROXY);
    }

    @Test
    void select_noRoute_isTheDirectConnection() {
        assertThat(new HttpProxies(offering(List.of())).select(SERVICE)).containsExactly(Proxy.NO_PROXY);
        assertThat(new HttpProxies(offering(null)).select(SERVICE)).containsExactly(Proxy.NO_PROXY);
    }

    @Test
    void select_socksOnly_isRefused() {
        assertThatThrownBy(() -> new HttpProxies(offering(List.of(SOCKS))).select(SERVICE))
                .isInstanceOf(HttpProxies.SocksOnly.class)
                .hasMessageContaining("offers only SOCKS");
        ProxySelector before = ProxySelector.getDefault();
        ProxySelector.setDefault(offering(List.of(SOCKS)));
        try {
            HttpProxies jvms = new HttpProxies(null);
            assertThatThrownBy(() -> jvms.select(SERVICE)).isInstanceOf(HttpProxies.SocksOnly.class);
        } finally {
            ProxySelector.setDefault(before);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Basic",
                "basic realm=\"p\"",
                "Basic realm=\"a, Digest\"",
                "Negotiate, Basic realm=\"p\"",
                "Negotiate,Basic",
                "NTLM, Digest realm=\"Basic x\", nonce=\"1\", Basic realm=\"p\"",
                "Digest realm=\"a\\\", b\", nonce=n , BASIC  charset=\"UTF-8\", realm=\"p\""
            })
    void asksForBasic_basicAtAnyPosition_isFound(String header) {
        assertThat(HttpProxies.asksForBasic(List.of("Negotiate", header))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Negotiate",
                "Digest realm=\"Basic\"",
                "Digest realm=\"x, Basic realm\"",
                "Digest basic=\"x\"",
                "Digest realm=x, basic=y",
                "Basics",
                ""
            })
    void asksForBasic_basicInAnotherRole_isNotFound(String header) {
        assertThat(HttpProxies.asksForBasic(List.of(header))).isFalse();
    }

    @Test
    void basic_anyLetters_areUtf8() {
        // "us" + U+00E9 + ":p" + U+20AC, encoded as in RFC 7617.
        assertThat(HttpProxies.basic("us\u00e9", "p\u20ac")).isEqualTo("Basic dXPDqTpw4oKs");
    }
}
