package consumer;

import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.retrofit.RetrofitSupportProfileGateway;

/** Builds a gateway where it cannot work, and is told why at once. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        try (var gateway = RetrofitSupportProfileGateway.create(Cloud.GLOBAL)) {
            throw new AssertionError("built for " + gateway.cloud());
        } catch (IllegalStateException tooOld) {
            String message = tooOld.getMessage();
            if (!message.startsWith("OkHttp 4.12.0 in ") || !message.contains("5.4 or newer is needed")) {
                throw tooOld;
            }
            System.out.println("refused as it should be: " + message);
        }
    }
}
