package consumer;

import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.apache.ApacheSupportProfileGateway;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import org.apache.hc.core5.util.VersionInfo;

/** Reads and updates the profile over Apache HttpClient. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        try (var fake = FakePartnerCenter.create();
                var gateway = ApacheSupportProfileGateway.create(fake.cloud());
                var partnerCenter = PartnerCenter.builder()
                        .gateway(gateway)
                        .tokens(AccessTokenProvider.fixed(fake.tokens().appPlusUser()))
                        .build()) {
            var support = partnerCenter.profiles().supportProfile();
            support.update(support.get().withTelephone("4255550100"));
            if (!"4255550100".equals(support.get().telephone()) || fake.writesApplied() != 1) {
                throw new IllegalStateException("not updated");
            }
            var version = VersionInfo.loadVersionInfo("org.apache.hc.client5", Main.class.getClassLoader())
                    .getRelease();
            System.out.println("read and updated over Apache HttpClient " + version);
        }
    }
}
