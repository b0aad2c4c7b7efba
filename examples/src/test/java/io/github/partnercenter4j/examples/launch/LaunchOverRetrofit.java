package io.github.partnercenter4j.examples.launch;

import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.retrofit.RetrofitSupportProfileGateway;
import io.github.partnercenter4j.testkit.FakePartnerCenter;

/**
 * Updates and reads a profile with the Retrofit transport. {@code ModulePathLaunchTest} runs this in a JVM without
 * another transport.
 */
public final class LaunchOverRetrofit {

    private LaunchOverRetrofit() {}

    /** Prints the telephone number that it wrote and read back. */
    public static void main(String[] args) {
        try (FakePartnerCenter fake = FakePartnerCenter.create();
                SupportProfileGateway gateway = RetrofitSupportProfileGateway.create(fake.cloud());
                PartnerCenter partnerCenter = PartnerCenter.builder()
                        .gateway(gateway)
                        .tokens(AccessTokenProvider.fixed(fake.tokens().appPlusUser()))
                        .build()) {
            partnerCenter.profiles().supportProfile().edit(profile -> profile.withTelephone("4255550100"));
            System.out.println(partnerCenter.profiles().supportProfile().get().telephone());
        }
    }
}
