package consumer;

import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.retrofit.RetrofitSupportProfileGateway;
import io.github.partnercenter4j.testkit.FakePartnerCenter;

/** Reads and updates the profile over Retrofit, as a named module. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        try (var fake = FakePartnerCenter.create();
                var gateway = RetrofitSupportProfileGateway.create(fake.cloud());
                var partnerCenter = PartnerCenter.builder()
                        .gateway(gateway)
                        .tokens(AccessTokenProvider.fixed(fake.tokens().appPlusUser()))
                        .build()) {
            var support = partnerCenter.profiles().supportProfile();
            support.update(support.get().withTelephone("4255550100"));
            if (!"4255550100".equals(support.get().telephone()) || !Main.class.getModule().isNamed()) {
                throw new IllegalStateException("not updated");
            }
            System.out.println("read and updated over Retrofit in " + Main.class.getModule());
        }
    }
}
