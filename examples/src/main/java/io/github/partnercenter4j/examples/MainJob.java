package io.github.partnercenter4j.examples;

import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.SupportProfileOperations;
import io.github.partnercenter4j.apache.ApacheSupportProfileGateway;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.retrofit.RetrofitSupportProfileGateway;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import java.io.PrintStream;
import java.util.Locale;

/**
 * The main job: reads a partner's support profile, changes its telephone number, and reads it again, once with each
 * gateway.
 *
 * <p>It uses a fake Partner Center inside this program, and never the real service. The console, in the package
 * {@code console}, reads and changes a real profile.
 */
public final class MainJob {

    private final PrintStream out;

    private MainJob(PrintStream out) {
        this.out = out;
    }

    /**
     * Runs the job. Exit code 0 if every gateway worked, 1 if a call failed.
     *
     * @param args none
     */
    public static void main(String[] args) {
        System.exit(run(System.out, System.err));
    }

    /** Runs the job with given streams. Returns the exit code. */
    static int run(PrintStream out, PrintStream err) {
        try {
            new MainJob(out).againstTheFake();
            return 0;
        } catch (PartnerCenterException failure) {
            err.println("The call failed (" + failure.category() + "): " + failure.getMessage());
            return 1;
        }
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

    /** Reads, changes and reads again. */
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
            SupportProfileReply update = support.updateReply(before.withTelephone(newTelephone));
            show("after", support.get());
            out.println("  update   request id     " + update.metadata().requestId());
            out.println("           correlation id " + update.metadata().correlationId());
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
