package io.github.partnercenter4j.spring.test;

import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.msal.RefreshToken;
import io.github.partnercenter4j.msal.RefreshTokenStore;
import io.github.partnercenter4j.port.RetryBudget;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.spring.Partners;
import io.github.partnercenter4j.spring.test.ConfiguredPartners.ConfiguredPartner;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;

/** The fake of an application context, for one test after another. Thread-safe. */
final class ContextFake {

    /** A retry budget has room for ten retries. */
    private static final int RETRIES = 10;

    private final FakePartnerCenter fake;
    private final List<ConfiguredPartner> partners;
    private final @Nullable RefreshTokenStore store;
    private final AtomicReference<@Nullable String> running = new AtomicReference<>();

    /**
     * Holds the fake.
     *
     * @param store the store of an application that signs in; null if it does not, because a refresh token names the
     *     fake's port and opens it
     */
    ContextFake(FakePartnerCenter fake, List<ConfiguredPartner> partners, @Nullable RefreshTokenStore store) {
        this.fake = fake;
        this.partners = partners;
        this.store = store;
        // The application may call Partner Center at its start.
        consent();
    }

    /**
     * Takes the fake for a test, until {@link #end}.
     *
     * @throws IllegalStateException if another test uses the fake
     */
    void begin(String test) {
        String other = running.compareAndExchange(null, test);
        if (other != null) {
            throw new IllegalStateException(test + " starts while " + other
                    + " uses the same fake Partner Center, which each test resets. Run tests that share an application"
                    + " context one after another, for example with @Execution(ExecutionMode.SAME_THREAD) or"
                    + " @ResourceLock.");
        }
    }

    /**
     * Makes the fake and the clients as they are after the start of an application whose partners have consented. So a
     * test sees the same token requests and retries whichever tests ran before.
     *
     * @param beans the application's
     */
    void reset(ListableBeanFactory beans) {
        fake.reset();
        consent();
        beans.getBeansOfType(Partners.class).values().forEach(ContextFake::forgetTokens);
        // The application may have clients of its own. Singletons only: a bean of another scope would be a new one.
        beans.getBeansOfType(PartnerCenter.class, false, true).values().forEach(PartnerCenter::forgetToken);
        beans.getBeansOfType(SupportProfileGateway.class, false, true).values().forEach(ContextFake::refill);
    }

    /** Lets the next test begin. */
    void end() {
        running.set(null);
    }

    /** Stores a new refresh token for each partner. The earlier ones may be revoked. */
    private void consent() {
        if (store != null) {
            for (ConfiguredPartner partner : partners) {
                String refreshToken = fake.login().issueRefreshToken(partner.tenant());
                store.save(partner.tenant().toLowerCase(Locale.ROOT), RefreshToken.confidential(refreshToken));
            }
        }
    }

    private static void forgetTokens(Partners all) {
        all.names().forEach(name -> all.get(name).forgetToken());
    }

    private static void refill(SupportProfileGateway gateway) {
        RetryBudget budget = gateway.retryBudget();
        for (int i = 0; budget != null && i < RETRIES; i++) {
            budget.refund();
        }
    }

    /**
     * Returns what the fake received, without tokens and texts: the state of each partner, rules, requests and token
     * requests.
     */
    String report() {
        List<String> lines = new ArrayList<>();
        for (ConfiguredPartner partner : partners) {
            lines.add(partner.name() + ": "
                    + summary(fake.tenant(partner.tenant()).report()));
        }
        // Its summary is of the fake's default tenant, which may be none of the partners.
        fake.report().lines().skip(1).forEach(lines::add);
        lines.add("Token requests:");
        fake.login().tokenRequests().forEach(request -> lines.add("  " + request));
        return String.join("\n", lines);
    }

    private static String summary(String report) {
        return report.substring(0, report.indexOf('\n'));
    }
}
