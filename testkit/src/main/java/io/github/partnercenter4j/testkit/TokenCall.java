package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.testkit.service.Secrets;
import io.github.partnercenter4j.testkit.visit.Moment;
import io.github.partnercenter4j.testkit.visit.TokenVisited;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A request for tokens as the fake login saw it, without what was secret in it. Immutable. */
public final class TokenCall {

    /** How a client showed who it is. */
    public enum ClientAuthentication {
        /** Not at all, as a public client does. */
        NONE,
        /** By a secret in the form. */
        SECRET,
        /** By a secret in the {@code Authorization} header. */
        BASIC,
        /** By a {@code client_assertion}. */
        ASSERTION
    }

    private final TokenVisited visited;

    TokenCall(TokenVisited visited) {
        this.visited = visited;
    }

    /**
     * Returns when the request's head had come, by the fake's clock.
     *
     * @return the moment
     */
    public Instant received() {
        return visited.received().instant();
    }

    /**
     * Returns when the login began to answer, by the fake's clock.
     *
     * @return the moment
     */
    public Instant answered() {
        return visited.answered().instant();
    }

    /**
     * Returns how long after this request was answered another came in, whatever the wall clock does meanwhile.
     *
     * @param later the other request, of the same fake
     * @return the time from {@link #answered()} to the other's {@link #received()}, negative if that came before
     */
    public Duration gapTo(TokenCall later) {
        return Duration.ofNanos(
                later.visited.received().nanos() - visited.answered().nanos());
    }

    /** Tells whether the target holds what must not be in a URL. */
    boolean hasSecretInTarget() {
        return !Secrets.hide(visited.request().target())
                .equals(visited.request().target());
    }

    boolean cameAfter(Moment moment) {
        return visited.received().nanos() - moment.nanos() > 0;
    }

    boolean cameBefore(Moment moment) {
        return visited.received().nanos() - moment.nanos() < 0;
    }

    /**
     * Returns the grant type.
     *
     * @return {@code refresh_token}, say, as it was sent; empty if none was, or a fault struck before the form was read
     */
    public String grantType() {
        return Secrets.hide(visited.request().grantType());
    }

    /**
     * Returns the tenant in the path.
     *
     * @return a GUID, a domain name, {@code common} or {@code organizations}, as it was sent
     */
    public String tenant() {
        return Secrets.hide(visited.request().tenant());
    }

    /**
     * Returns the client's id.
     *
     * @return the id as it was sent, in the form or the header; empty if none was
     */
    public String clientId() {
        return Secrets.hide(visited.request().clientId());
    }

    /**
     * Returns the endpoint's version.
     *
     * @return 1 for {@code /oauth2/token}, 2 for {@code /oauth2/v2.0/token}
     */
    public int version() {
        return visited.request().version();
    }

    /**
     * Returns how the client showed who it is, rightly or not.
     *
     * @return the way
     */
    public ClientAuthentication clientAuthentication() {
        return switch (visited.request().proof()) {
            case NONE -> ClientAuthentication.NONE;
            case SECRET -> ClientAuthentication.SECRET;
            case BASIC -> ClientAuthentication.BASIC;
            case ASSERTION -> ClientAuthentication.ASSERTION;
        };
    }

    /**
     * Returns what tokens were asked for.
     *
     * @return the scopes or, in version 1, the resource, as sent; empty if nothing was
     */
    public String scope() {
        return Secrets.hide(visited.request().scope());
    }

    /**
     * Returns the status that was answered.
     *
     * @return the status, or 0 if no answer was begun
     */
    public int status() {
        return visited.status();
    }

    /**
     * Returns why the login itself refused.
     *
     * @return the number after {@code AADSTS}, or 0 if it did not
     */
    public int aadsts() {
        return visited.aadsts();
    }

    /**
     * Returns the fault that was played.
     *
     * @return the fault, or null if none was
     */
    public @Nullable Fault fault() {
        return visited.choice() instanceof Play play ? play.fault() : null;
    }

    /** Shows all of this; no secret, no token and no code. */
    @Override
    public String toString() {
        return "v" + version() + " " + tenant() + " " + (grantType().isEmpty() ? "no grant type" : grantType())
                + " by " + clientId() + " (" + clientAuthentication() + ") for " + scope() + " -> "
                + (status() == 0 ? "no answer" : status()) + (aadsts() == 0 ? "" : " AADSTS" + aadsts())
                + (fault() == null ? "" : ", fault " + fault());
    }
}
