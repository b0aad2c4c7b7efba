package consumer;

import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.internal.Version;

/** Reads and updates in memory, and reads the same profile by Microsoft's OkHttp 3 over HTTP. */
public final class Main {

    private Main() {}

    public static void main(String[] args) throws Exception {
        try (var fake = FakePartnerCenter.create();
                var gateway = fake.gateway();
                var partnerCenter = PartnerCenter.builder()
                        .gateway(gateway)
                        .tokens(AccessTokenProvider.fixed(fake.tokens().appPlusUser()))
                        .build()) {
            var support = partnerCenter.profiles().supportProfile();
            support.update(support.get().withTelephone("4255550100"));
            if (!"4255550100".equals(support.get().telephone())) {
                throw new IllegalStateException("not updated");
            }
            var request = new Request.Builder()
                    .url(fake.url() + "/v1/profiles/support")
                    .header("Authorization", "Bearer " + fake.tokens().appPlusUser().value())
                    .build();
            try (var response = new OkHttpClient().newCall(request).execute()) {
                if (!response.body().string().contains("4255550100")) {
                    throw new IllegalStateException("status " + response.code());
                }
            }
            if (!Version.userAgent().startsWith("okhttp/3.")) {
                throw new IllegalStateException("Microsoft's OkHttp was replaced by " + Version.userAgent());
            }
            System.out.println("read and updated in memory, and read by Microsoft's " + Version.userAgent());
        }
    }
}
