package io.github.partnercenter4j.examples.spring;

import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.examples.spring.PartnerCenterSettings.PartnerSettings;
import io.github.partnercenter4j.msal.MsalAccessTokenProvider;
import io.github.partnercenter4j.msal.RefreshTokenStore;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.micrometer.observation.ObservationRegistry;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;

/** The partners by name; each has its own client and its own tokens. Thread-safe. */
record Partners(Map<String, Partner> byName) implements AutoCloseable {

    /** Makes the clients, which opens no connection and asks for no token: the first call does. */
    static Partners open(
            PartnerCenterSettings settings,
            SupportProfileGateway gateway,
            RefreshTokenStore store,
            SSLContext trust,
            ObservationRegistry observations) {
        Map<String, Partner> partners = new TreeMap<>();
        settings.partners().forEach((name, partner) -> {
            MsalAccessTokenProvider tokens = tokens(settings, partner, store, trust);
            ObservedCalls calls = new ObservedCalls(name, observations);
            PartnerCenter client = PartnerCenter.builder()
                    .gateway(gateway)
                    .tokens(tokens)
                    .listener(calls)
                    .build();
            partners.put(name, new Partner(client, tokens, calls));
        });
        return new Partners(Map.copyOf(partners));
    }

    private static MsalAccessTokenProvider tokens(
            PartnerCenterSettings settings, PartnerSettings partner, RefreshTokenStore store, SSLContext trust) {
        return MsalAccessTokenProvider.builder(settings.theCloud())
                .tenant(partner.tenant())
                .clientId(partner.clientId())
                .clientSecret(partner::clientSecret)
                .refreshTokens(store)
                .sslContext(trust)
                .build();
    }

    Optional<Partner> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    @Override
    public void close() {
        byName.values().forEach(Partner::close);
    }
}
