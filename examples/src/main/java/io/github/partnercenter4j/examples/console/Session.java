package io.github.partnercenter4j.examples.console;

import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.SupportProfileOperations;
import io.github.partnercenter4j.msal.MsalAccessTokenProvider;
import io.github.partnercenter4j.msal.StoredToken;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The session of one command: all objects for the access to the service, opened and closed together. */
final class Session implements AutoCloseable {

    private static final Duration CALL = Duration.ofSeconds(60);
    private static final Duration CONSENT = Duration.ofMinutes(15);

    private final CommonOptions options;
    private final Surroundings surroundings;
    private final Waiting waiting;
    private final Partner partner;
    private final @Nullable FakePartnerCenter fake;
    private final MsalAccessTokenProvider tokens;
    private final SupportProfileGateway gateway;
    private final PartnerCenter partnerCenter;

    private Session(
            CommonOptions options,
            Surroundings surroundings,
            Partner partner,
            @Nullable FakePartnerCenter fake,
            MsalAccessTokenProvider tokens,
            Duration timeout) {
        this.options = options;
        this.surroundings = surroundings;
        this.partner = partner;
        this.fake = fake;
        this.tokens = tokens;
        this.waiting = new Waiting(surroundings);
        this.gateway = options.transport().open(partner.cloud(), partner.trust());
        this.partnerCenter = PartnerCenter.builder()
                .gateway(gateway)
                .tokens(tokens)
                .timeout(timeout)
                .applicationName("partnercenter4j console")
                .time(surroundings.time())
                .listener(waiting)
                .build();
    }

    /** Opens a session of a partner with a stored consent. */
    static Session open(CommonOptions options, Surroundings surroundings) {
        Duration timeout = options.timeout(CALL);
        return open(options, surroundings, false, true, timeout, tokens -> {});
    }

    /**
     * Opens a session for a consent.
     *
     * @param isPublic whether to use the public app of a fake
     * @param settings further settings of the consent
     */
    static Session forConsent(
            CommonOptions options,
            Surroundings surroundings,
            boolean isPublic,
            Consumer<MsalAccessTokenProvider.Builder> settings) {
        Duration timeout = options.timeout(CONSENT);
        return open(
                options,
                surroundings,
                isPublic,
                false,
                CALL,
                tokens -> settings.accept(tokens.consentTimeout(timeout)));
    }

    private static Session open(
            CommonOptions options,
            Surroundings surroundings,
            boolean isPublic,
            boolean hasConsented,
            Duration timeout,
            Consumer<MsalAccessTokenProvider.Builder> settings) {
        if (!options.isFake()) {
            Partner partner = Partner.of(options, surroundings);
            return new Session(options, surroundings, partner, null, tokens(partner, surroundings, settings), timeout);
        }
        options.requireNothingThatAFakeBrings();
        FakePartnerCenter fake = surroundings.fakes().get();
        try {
            Partner partner = Partner.of(fake, isPublic, hasConsented);
            return new Session(options, surroundings, partner, fake, tokens(partner, surroundings, settings), timeout);
        } catch (RuntimeException failed) {
            fake.close();
            throw failed;
        }
    }

    private static MsalAccessTokenProvider tokens(
            Partner partner, Surroundings surroundings, Consumer<MsalAccessTokenProvider.Builder> settings) {
        try {
            MsalAccessTokenProvider.Builder tokens = partner.tokens().time(surroundings.time());
            settings.accept(tokens);
            return tokens.build();
        } catch (IllegalArgumentException senseless) {
            throw new UsageException("Check options and variables: " + senseless.getMessage() + ".");
        }
    }

    SupportProfileOperations supportProfile() {
        return partnerCenter.profiles().supportProfile();
    }

    MsalAccessTokenProvider tokens() {
        return tokens;
    }

    Partner partner() {
        return partner;
    }

    /** Returns what is known about the stored refresh token, without a request. */
    Printed stored() {
        StoredToken stored = tokens.storedToken();
        Instant issued = stored.lastRotated();
        Instant expires = stored.expiresUnused();
        return new Printed()
                .with("tenant", partner.tenant())
                .with("store", partner.storeName())
                .with("client", stored.kind().name().toLowerCase(Locale.ROOT))
                .with("issued", issued == null ? null : seconds(issued))
                .with("age", issued == null ? null : age(issued))
                .with("expires", expires == null ? null : seconds(expires));
    }

    private static String seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private String age(Instant issued) {
        Duration age = Duration.between(issued, surroundings.time().now());
        return age.toDays() + " days, " + age.toHoursPart() + " hours";
    }

    /** Returns the fake of this session, or null for the real service. */
    @Nullable
    FakePartnerCenter fake() {
        return fake;
    }

    /** Waits for a future, and prints on stderr what it waits for. */
    <T> T await(String whom, CompletableFuture<T> future) {
        return waiting.on(whom, future);
    }

    /** Prints a line on stderr. */
    void say(String line) {
        surroundings.err().println(line);
    }

    /** Prints the result. */
    void print(Printed result) {
        surroundings.out().println(options.isJson() ? result.json() : result.lines());
    }

    @Override
    public void close() {
        partnerCenter.close();
        gateway.close();
        tokens.close();
        if (fake != null) {
            fake.close();
        }
    }
}
