package io.github.partnercenter4j.examples;

import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.SupportProfileOperations;
import io.github.partnercenter4j.apache.ApacheSupportProfileGateway;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.retrofit.RetrofitSupportProfileGateway;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The main job: reads a partner's support profile, changes its telephone number, and reads it again, once with each
 * gateway.
 *
 * <p>Without an access token it uses a fake Partner Center inside this program. With an access token in the environment
 * it uses the real service, and restores what it changed:
 *
 * <pre>
 * PARTNERCENTER_ACCESS_TOKEN   an App+User token; needed
 * PARTNERCENTER_CLOUD          GLOBAL (default), CHINA, US_GOVERNMENT or GERMANY
 * </pre>
 */
public final class MainJob {

    private final PrintStream out;
    private final boolean puttingBack;

    private MainJob(PrintStream out, boolean puttingBack) {
        this.out = out;
        this.puttingBack = puttingBack;
    }

    /**
     * Runs the job. Exit code 0 if every gateway worked, 1 if a call failed, 2 if the environment is wrong.
     *
     * @param args none
     */
    public static void main(String[] args) {
        System.exit(run(System.getenv(), System.out, System.err));
    }

    /** Runs the job with a given environment and given streams. Returns the exit code. */
    static int run(Map<String, String> environment, PrintStream out, PrintStream err) {
        try {
            String token = environment.get("PARTNERCENTER_ACCESS_TOKEN");
            if (token == null || token.isBlank()) {
                new MainJob(out, false).againstTheFake();
            } else {
                Cloud cloud = cloud(environment.get("PARTNERCENTER_CLOUD"));
                new MainJob(out, true).againstTheService(cloud, AccessToken.of(token.strip()));
            }
            return 0;
        } catch (PartnerCenterException failure) {
            err.println("The call failed (" + failure.category() + "): " + failure.getMessage());
            return 1;
        } catch (IllegalArgumentException wrong) {
            err.println("Check the environment: " + wrong.getMessage());
            return 2;
        }
    }

    private static Cloud cloud(@Nullable String name) {
        return switch (name == null || name.isBlank() ? "GLOBAL" : name.strip().toUpperCase(Locale.ROOT)) {
            case "GLOBAL" -> Cloud.GLOBAL;
            case "CHINA" -> Cloud.CHINA;
            case "US_GOVERNMENT" -> Cloud.US_GOVERNMENT;
            case "GERMANY" -> Cloud.GERMANY;
            default ->
                throw new IllegalArgumentException(
                        "PARTNERCENTER_CLOUD must be GLOBAL, CHINA, US_GOVERNMENT or GERMANY");
        };
    }

    private void againstTheFake() {
        try (FakePartnerCenter fake = FakePartnerCenter.create()) {
            AccessTokenProvider tokens = AccessTokenProvider.fixed(fake.tokens().appPlusUser());
            out.println(
                    "A fake Partner Center listens at " + fake.url() + ". Three gateways read and change its profile.");
            runOver("Retrofit, over HTTP", RetrofitSupportProfileGateway.create(fake.cloud()), tokens, "4255550101");
            runOver(
                    "Apache HttpClient, over HTTP",
                    ApacheSupportProfileGateway.create(fake.cloud()),
                    tokens,
                    "4255550102");
            runOver("In memory, without a network", fake.gateway(), tokens, "4255550103");
            out.println();
            out.println("Done: read, changed and read back over three gateways.");
        }
    }

    private void againstTheService(Cloud cloud, AccessToken token) {
        AccessTokenProvider tokens = AccessTokenProvider.fixed(token);
        out.println("Partner Center is at " + cloud.apiBase() + ". Each gateway restores what it changes.");
        runOver("Retrofit", RetrofitSupportProfileGateway.create(cloud), tokens, "4255550101");
        runOver("Apache HttpClient", ApacheSupportProfileGateway.create(cloud), tokens, "4255550102");
        out.println();
        out.println("Done: read, changed, read back and restored over two gateways.");
    }

    /** Reads, changes and reads again. For the real service, always restores the old value at the end. */
    private void runOver(String name, SupportProfileGateway opened, AccessTokenProvider tokens, String newTelephone) {
        out.println();
        out.println(name);
        try (SupportProfileGateway gateway = opened;
                PartnerCenter partnerCenter = PartnerCenter.builder()
                        .gateway(gateway)
                        .tokens(tokens)
                        .applicationName("partnercenter4j main job")
                        .build()) {
            SupportProfileOperations support = partnerCenter.profiles().supportProfile();
            SupportProfile before = support.get();
            show("before", before);
            try {
                SupportProfileReply update = support.updateReply(before.withTelephone(newTelephone));
                show("after", support.get());
                out.println("  update   request id     " + update.metadata().requestId());
                out.println("           correlation id " + update.metadata().correlationId());
            } finally {
                if (puttingBack) {
                    // Uses edit and not update, because update replaces the whole profile and refuses an empty one.
                    show("restored", support.edit(now -> now.withTelephone(before.telephone())));
                }
            }
        }
    }

    private void show(String when, SupportProfile profile) {
        out.printf(
                Locale.ROOT,
                "  %-8s e-mail %s, telephone %s, website %s%n",
                when,
                profile.email(),
                profile.telephone(),
                profile.website());
    }
}
