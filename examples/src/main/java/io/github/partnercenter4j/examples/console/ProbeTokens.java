package io.github.partnercenter4j.examples.console;

import io.github.partnercenter4j.examples.probe.Credential;
import io.github.partnercenter4j.examples.probe.Probe;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.MalformedTokenException;
import io.github.partnercenter4j.port.TokenRequest;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The access tokens of a probe: the signed-in user's, and those of other kinds that the environment or a fake has. */
final class ProbeTokens {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration KEPT = Duration.ofMinutes(10);

    private final Session session;
    private final Surroundings surroundings;
    private @Nullable AccessToken user;
    private long since;

    ProbeTokens(Session session, Surroundings surroundings) {
        this.session = session;
        this.surroundings = surroundings;
    }

    /** Finds malformed tokens and a missing consent, before anything is sent. */
    void check() {
        for (Credential credential : Credential.values()) {
            if (credential != Credential.USER) {
                of(credential);
            }
        }
        of(Credential.USER);
    }

    /** Returns a token, or null if there is none of this kind. */
    @Nullable
    String of(Credential credential) {
        String variable = credential.variable();
        if (variable == null) {
            return user().value();
        }
        FakePartnerCenter fake = session.fake();
        return fake == null ? checked(variable) : Probe.token(fake, credential);
    }

    /** Returns the token in a variable. An HTTP client's own message about a malformed one would show it. */
    private @Nullable String checked(String variable) {
        String value = surroundings.variable(variable);
        try {
            return value == null ? null : AccessToken.of(value).value();
        } catch (MalformedTokenException malformed) {
            throw new UsageException(variable + ": " + malformed.getMessage() + ".");
        }
    }

    private AccessToken user() {
        AccessToken token = user;
        long now = surroundings.time().nanos();
        if (token == null || now - since > KEPT.toNanos()) {
            token = session.await("a token", session.tokens().accessToken(TokenRequest.of(PATIENCE, task -> {
                Thread thread = new Thread(task, "partner-center-token");
                thread.setDaemon(true);
                thread.start();
            })));
            user = token;
            since = now;
        }
        return token;
    }

    @Override
    public String toString() {
        return "ProbeTokens[redacted]";
    }
}
