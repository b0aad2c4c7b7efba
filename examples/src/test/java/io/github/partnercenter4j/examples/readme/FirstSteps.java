package io.github.partnercenter4j.examples.readme;

// region first-steps
import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.SupportProfileOperations;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.retrofit.RetrofitSupportProfileGateway;
import io.github.partnercenter4j.testkit.FakePartnerCenter;

public class FirstSteps {

    public static void main(String[] args) {
        try (FakePartnerCenter fake = FakePartnerCenter.create();
                PartnerCenter partnerCenter = PartnerCenter.builder()
                        .ownedGateway(RetrofitSupportProfileGateway.create(fake.cloud()))
                        .tokens(AccessTokenProvider.of(() -> fake.tokens().appPlusUser()))
                        .build()) {
            SupportProfileOperations support = partnerCenter.profiles().supportProfile();

            SupportProfile profile = support.get();
            System.out.println("Before: " + profile.website());

            SupportProfile edited = support.edit(current -> current.withWebsite("www.contoso.example"));
            System.out.println("After: " + edited.website());
        }
    }
}
// endregion
