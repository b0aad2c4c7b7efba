package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.testkit.service.Secrets;
import io.github.partnercenter4j.testkit.visit.Moment;
import io.github.partnercenter4j.testkit.visit.TokenVisited;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A recorded token request of the fake login, without its secrets. Immutable. */
public final class TokenCall {

    /** How a client authenticated itself. */
    public enum ClientAuthentication {
        /** Not at all, like a public client. */
        NONE,
        /** With a secret in the form. */
        SECRET,
        /** With a secret in the {@code Authorization} header. */
        BASIC,
        /** With a {@code client_assertion}. */
        ASSERTION
    }

    private final TokenVisited visited;

    TokenCall(TokenVisited visited) {
        this.visited = visited;
    }

    /**
     * Returns when the head of the request had arrived, by the fake's clock.
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
     * Returns the time between the response of this request and another request, independent of the wall clock.
     *
     * @param later the other request, of the same fake
     * @return the time from {@link #answered()} to {@link #received()} of the other; negative if that came before
     */
    public Duration gapTo(TokenCall later) {
        return Duration.ofNanos(
                later.visited.received().nanos() - visited.answered().nanos());
    }

    /** Returns whether the target contains a secret. */
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
     * @return the grant type as sent, such as {@code refresh_token}; empty if there was none, or if a fault came before
     *     the form was read
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
     * @return the id as sent, in the form or the header; empty if there was none
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
     * Returns how the client authenticated itself, successfully or not.
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
     * Returns the requested scopes.
     *
     * @return the scopes or, in version 1, the resource, as sent; empty if there were none
     */
    public String scope() {
        return Secrets.hide(visited.request().scope());
    }

    /**
     * Returns the status of the response.
     *
     * @return the status, or 0 if no response was begun
     */
    public int status() {
        return visited.status();
    }

    /**
     * Returns the error number if the login itself refused the request.
     *
     * @return the number after {@code AADSTS}, or 0 if it did not
     */
    public int aadsts() {
        return visited.aadsts();
    }

    /**
     * Returns the fault of the request.
     *
     * @return the fault, or null if there was none
     */
    public @Nullable Fault fault() {
        return visited.choice() instanceof Play play ? play.fault() : null;
    }

    /** Shows all of this, without secrets, tokens and codes. */
    @Override
    public String toString() {
        return "v" + version() + " " + tenant() + " " + (grantType().isEmpty() ? "no grant type" : grantType())
                + " by " + clientId() + " (" + clientAuthentication() + ") for " + scope() + " -> "
                + (status() == 0 ? "no answer" : status()) + (aadsts() == 0 ? "" : " AADSTS" + aadsts())
                + (fault() == null ? "" : ", fault " + fault());
    }
}
