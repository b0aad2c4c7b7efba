package io.github.partnercenter4j.examples.console;

import io.github.partnercenter4j.msal.DeviceCodePrompt;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import java.net.URI;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Signs a user in and stores the refresh token. */
@Command(
        name = "consent",
        description = {
            "Sign in once, with multi-factor authentication, and keep the refresh token that the other commands use.",
            "By browser: open the printed address on this machine. With --fake a pretend browser does."
        })
final class ConsentCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(
            names = "--device-code",
            description = "Sign in by a code, on any device. For public clients, which have no secret.")
    private boolean deviceCode;

    @Option(
            names = "--redirect-uri",
            paramLabel = "URI",
            description = "Where the browser comes back to, as registered: http, localhost or 127.0.0.1;"
                    + " http://localhost/ on a free port unless given.")
    private @Nullable URI redirectUri;

    ConsentCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (deviceCode && redirectUri != null) {
            throw new UsageException("--device-code needs no --redirect-uri: omit one of them.");
        }
        if (deviceCode && !common.isFake() && surroundings.variable(Partner.SECRET) != null) {
            throw new UsageException(
                    "--device-code is for public clients: unset " + Partner.SECRET + ", or omit --device-code.");
        }
        try (Session session = Session.forConsent(common, surroundings, deviceCode, tokens -> {
            if (redirectUri != null) {
                tokens.redirectUri(redirectUri);
            }
        })) {
            CompletableFuture<Void> consent = deviceCode
                    ? session.tokens().consentByDeviceCode(prompt -> show(session, prompt))
                    : session.tokens().consent(page -> show(session, page));
            session.await("the sign-in", consent);
            if (session.fake() == null) {
                session.say("Signed in. The refresh token is stored. If nothing uses it for 90 days, it expires.");
                session.print(session.stored());
            } else {
                session.say("Signed in. With the token, the profile reads:");
                session.print(Printed.of(
                        session.await("Partner Center", session.supportProfile().getAsync())));
            }
            return ExitCode.DONE.value();
        }
    }

    private static void show(Session session, URI page) {
        FakePartnerCenter fake = session.fake();
        if (fake == null) {
            session.say("Open this address in a browser on this machine, and sign in:");
            session.say(page.toString());
        } else {
            session.say("A pretend browser opens the fake's sign-in page:");
            session.say(page.toString());
            new PretendBrowser(fake.sslContext()).open(page);
        }
    }

    private static void show(Session session, DeviceCodePrompt prompt) {
        session.say(prompt.message());
        FakePartnerCenter fake = session.fake();
        if (fake != null) {
            session.say("With this fake nobody needs to: it lets the device in.");
            fake.login().approveDevice(prompt.userCode());
        }
    }
}
