package io.github.partnercenter4j.spring;

import io.github.partnercenter4j.apache.ApacheSupportProfileGateway;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.port.support.GatewayBuilder;
import io.github.partnercenter4j.port.support.HttpSettings;
import io.github.partnercenter4j.retrofit.RetrofitSupportProfileGateway;
import io.github.partnercenter4j.spring.PartnerCenterProperties.CustomCloud;
import io.github.partnercenter4j.spring.PartnerCenterProperties.Transport;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.ClassUtils;

/** Makes the cloud, the network settings and the gateway from the properties. */
final class Network {

    /** The name of the cloud of the properties. It does not exist if the application defines a cloud. */
    static final String CLOUD = "partnerCenterCloud";

    /** Likewise, the gateway. */
    static final String GATEWAY = "partnerCenterGateway";

    private Network() {}

    static Cloud cloud(PartnerCenterProperties properties) {
        CustomCloud custom = properties.customCloud();
        if (custom == null) {
            return Cloud.named(properties.cloud().name());
        }
        String prefix = "partnercenter.custom-cloud";
        URI api = Checked.present(prefix + ".api", custom.api());
        URI authority = Checked.present(prefix + ".authority", custom.authority());
        String scope = Checked.present(prefix + ".scope", custom.scope());
        return Checked.made(prefix, () -> Cloud.custom(api, authority, scope));
    }

    static HttpSettings settings(PartnerCenterProperties properties, @Nullable SslBundles bundles) {
        HttpSettings.Builder settings = HttpSettings.builder();
        String bundle = properties.sslBundle();
        if (bundle != null) {
            settings.sslContext(
                    bundle("partnercenter.ssl-bundle", bundle, bundles).createSslContext());
        }
        URI proxy = properties.proxy();
        if (proxy != null) {
            settings.proxy(ProxySelector.of(address(proxy)));
        }
        String user = properties.proxyUsername();
        String password = properties.proxyPassword();
        if (user != null || password != null) {
            settings.proxyCredentials(
                    Checked.present("partnercenter.proxy-username", user),
                    Checked.present("partnercenter.proxy-password", password));
        }
        Checked.applied("partnercenter.connect-timeout", properties.connectTimeout(), settings::connectTimeout);
        return settings.build();
    }

    static SslBundle bundle(String property, String name, @Nullable SslBundles bundles) {
        try {
            if (bundles != null) {
                return bundles.getBundle(name);
            }
        } catch (NoSuchSslBundleException missing) {
            throw new InvalidPropertyException(property, noBundle(name), missing);
        }
        throw new InvalidPropertyException(property, noBundle(name));
    }

    private static String noBundle(String name) {
        return "names the SSL bundle '" + name + "', which does not exist. Define it below spring.ssl.bundle.";
    }

    private static InetSocketAddress address(URI proxy) {
        if (!"http".equalsIgnoreCase(proxy.getScheme())
                || proxy.getHost() == null
                || proxy.getPort() < 1
                || proxy.getUserInfo() != null) {
            throw new InvalidPropertyException(
                    "partnercenter.proxy",
                    "is not the address of an HTTP proxy. Write it like http://proxy.example:3128, and set"
                            + " proxy-username and proxy-password beside it if the proxy asks for them.");
        }
        return InetSocketAddress.createUnresolved(proxy.getHost(), proxy.getPort());
    }

    /**
     * Makes the gateway with the chosen transport, or else with the one that is on the class path.
     *
     * @param virtualThreads whether Boot was told to use virtual threads, or null if it was told nothing
     */
    static SupportProfileGateway gateway(
            PartnerCenterProperties properties, Cloud cloud, HttpSettings http, @Nullable Boolean virtualThreads) {
        return switch (transport(properties)) {
            case RETROFIT -> Retrofit.gateway(properties, cloud, http, virtualThreads);
            case APACHE -> Apache.gateway(properties, cloud, http, virtualThreads);
        };
    }

    private static Transport transport(PartnerCenterProperties properties) {
        boolean retrofit = isPresent("io.github.partnercenter4j.retrofit.RetrofitSupportProfileGateway");
        boolean apache = isPresent("io.github.partnercenter4j.apache.ApacheSupportProfileGateway");
        Transport chosen = properties.transport();
        String property = "partnercenter.transport";
        if (!retrofit && !apache) {
            throw new InvalidPropertyException(
                    property,
                    "has nothing to choose from: there is no transport on the class path. Add the dependency"
                            + " io.github.partnercenter4j:partnercenter4j-adapter-retrofit or"
                            + " io.github.partnercenter4j:partnercenter4j-adapter-apache.");
        }
        if (chosen == null && retrofit && apache) {
            throw new InvalidPropertyException(
                    property,
                    "is not set, and two transports are on the class path. Set it to retrofit or to apache, or remove"
                            + " one of the dependencies.");
        }
        if ((chosen == Transport.RETROFIT && !retrofit) || (chosen == Transport.APACHE && !apache)) {
            String name = chosen == Transport.RETROFIT ? "retrofit" : "apache";
            throw new InvalidPropertyException(
                    property,
                    "is " + name + ", which is not on the class path. Add the dependency"
                            + " io.github.partnercenter4j:partnercenter4j-adapter-" + name + ".");
        }
        return chosen != null ? chosen : retrofit ? Transport.RETROFIT : Transport.APACHE;
    }

    private static boolean isPresent(String type) {
        return ClassUtils.isPresent(type, Thread.currentThread().getContextClassLoader());
    }

    private static SupportProfileGateway built(
            GatewayBuilder<?> builder,
            PartnerCenterProperties properties,
            HttpSettings http,
            @Nullable Boolean virtualThreads) {
        builder.http(http);
        Checked.applied("partnercenter.max-connections", properties.maxConnections(), builder::maxConnections);
        if (virtualThreads != null) {
            builder.virtualThreads(virtualThreads);
        }
        return builder.build();
    }

    /** A class of its own, so that it is loaded only if the transport is there. */
    private static final class Retrofit {
        static SupportProfileGateway gateway(
                PartnerCenterProperties properties, Cloud cloud, HttpSettings http, @Nullable Boolean virtualThreads) {
            return built(RetrofitSupportProfileGateway.builder(cloud), properties, http, virtualThreads);
        }
    }

    /** Likewise. */
    private static final class Apache {
        static SupportProfileGateway gateway(
                PartnerCenterProperties properties, Cloud cloud, HttpSettings http, @Nullable Boolean virtualThreads) {
            return built(ApacheSupportProfileGateway.builder(cloud), properties, http, virtualThreads);
        }
    }
}
