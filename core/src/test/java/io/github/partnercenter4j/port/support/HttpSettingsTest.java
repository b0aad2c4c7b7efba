package io.github.partnercenter4j.port.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

class HttpSettingsTest {

    @Test
    void toBuilder_startsFromTheSettings_andNoTextShowsASecret() throws Exception {
        ProxySelector proxy = ProxySelector.of(InetSocketAddress.createUnresolved("proxy.contoso.example", 3128));
        HttpSettings all = HttpSettings.builder()
                .proxy(proxy)
                .proxyCredentials("user", "canary")
                .sslContext(SSLContext.getDefault())
                .connectTimeout(Duration.ofSeconds(2))
                .build();

        HttpSettings same = all.toBuilder().build();

        assertThat(same.proxy()).isSameAs(proxy);
        assertThat(same.proxyCredentials()).isEqualTo(new ProxyCredentials("user", "canary"));
        assertThat(same.sslContext()).isSameAs(SSLContext.getDefault());
        assertThat(same.connectTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(all.toString() + all.proxyCredentials())
                .doesNotContain("canary")
                .contains("PT2S");
    }

    @Test
    void defaults_haveNothingSet() {
        HttpSettings none = HttpSettings.defaults();

        assertThat(none.proxy()).isNull();
        assertThat(none.proxyCredentials()).isNull();
        assertThat(none.sslContext()).isNull();
        assertThat(none.connectTimeout()).isNull();
    }

    @Test
    void connectTimeout_outOfRange_isRefused() {
        assertThatThrownBy(() -> HttpSettings.builder().connectTimeout(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("connectTimeout must be 1 ms to 1 day, but is PT0S");
        assertThatThrownBy(() -> HttpSettings.builder().connectTimeout(Duration.ofDays(2)))
                .hasMessageStartingWith("connectTimeout must be");
    }
}
