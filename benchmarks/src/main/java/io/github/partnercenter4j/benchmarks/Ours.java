package io.github.partnercenter4j.benchmarks;

import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.SupportProfileOperations;
import io.github.partnercenter4j.apache.ApacheSupportProfileGateway;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.retrofit.RetrofitSupportProfileGateway;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** This client, with its defaults. */
final class Ours implements Way {

    static final SupportProfile PROFILE = SupportProfile.builder()
            .email("support@contoso.com")
            .telephone("4255550100")
            .website("www.contoso.com")
            .build();

    private final SupportProfileGateway gateway;
    private final PartnerCenter client;
    private final SupportProfileOperations support;

    private Ours(SupportProfileGateway gateway, Endpoint endpoint) {
        this.gateway = gateway;
        this.client = PartnerCenter.builder()
                .gateway(gateway)
                .tokens(tokens(endpoint))
                .build();
        this.support = client.profiles().supportProfile();
    }

    static AccessTokenProvider tokens(Endpoint endpoint) {
        return AccessTokenProvider.fixed(AccessToken.of(endpoint.token(), Duration.ofHours(1)));
    }

    static Ours overRetrofit(Endpoint endpoint, boolean virtual) {
        return new Ours(
                RetrofitSupportProfileGateway.builder(endpoint.cloud())
                        .virtualThreads(virtual)
                        .build(),
                endpoint);
    }

    static Ours overApache(Endpoint endpoint, boolean virtual) {
        return new Ours(
                ApacheSupportProfileGateway.builder(endpoint.cloud())
                        .virtualThreads(virtual)
                        .build(),
                endpoint);
    }

    @Override
    public String get() {
        return telephone(support.get());
    }

    @Override
    public String put() {
        return telephone(support.update(PROFILE));
    }

    @Override
    public CompletableFuture<String> getAsync() {
        return support.getAsync().thenApply(Ours::telephone);
    }

    @Override
    public CompletableFuture<String> putAsync() {
        return support.updateAsync(PROFILE).thenApply(Ours::telephone);
    }

    private static String telephone(SupportProfile profile) {
        return Objects.requireNonNull(profile.telephone());
    }

    @Override
    public void close() {
        client.close();
        gateway.close();
    }
}
