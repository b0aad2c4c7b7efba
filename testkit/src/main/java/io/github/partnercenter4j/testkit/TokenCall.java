package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.testkit.service.Secrets;
import io.github.partnercenter4j.testkit.visit.Moment;
import io.github.partnercenter4j.testkit.visit.TokenVisitResult;
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

    private final TokenVisitResult result;

    TokenCall(TokenVisitResult result) {
        this.result = result;
    }

    /** {@return when the head of the request had arrived, by the fake's clock} */
    public Instant received() {
        return result.received().instant();
    }

    /** {@return when the login began to answer, by the fake's clock} */
    public Instant answered() {
        return result.answered().instant();
    }

    /**
     * Returns the time between the response of this request and another request, independent of the wall clock.
     *
     * @param later the other request, of the same fake
     * @return the time from {@link #answered()} to {@link #received()} of the other; negative if that came before
     */
    public Duration gapTo(TokenCall later) {
        return Duration.ofNanos(
                later.result.received().nanos() - result.answered().nanos());
    }

    /** Returns whether the target contains a secret. */
    boolean hasSecretInTarget() {
        return !Secrets.hide(result.request().target()).equals(result.request().target());
    }

    boolean cameAfter(Moment moment) {
        return result.received().nanos() - moment.nanos() > 0;
    }

    boolean cameBefore(Moment moment) {
        return result.received().nanos() - moment.nanos() < 0;
    }

    /**
     * {@return the grant type as sent, such as {@code refresh_token}} Empty if there was none, or if a fault came
     * before the form was read.
     */
    public String grantType() {
        return Secrets.hide(result.request().grantType());
    }

    /** {@return the tenant in the path as sent: a GUID, a domain name, {@code common} or {@code organizations}} */
    public String tenant() {
        return Secrets.hide(result.request().tenant());
    }

    /** {@return the client's id as sent, in the form or the header; empty if there was none} */
    public String clientId() {
        return Secrets.hide(result.request().clientId());
    }

    /** {@return the endpoint's version: 1 for {@code /oauth2/token}, 2 for {@code /oauth2/v2.0/token}} */
    public int version() {
        return result.request().version();
    }

    /** {@return how the client authenticated itself, successfully or not} */
    public ClientAuthentication clientAuthentication() {
        return switch (result.request().proof()) {
            case NONE -> ClientAuthentication.NONE;
            case SECRET -> ClientAuthentication.SECRET;
            case BASIC -> ClientAuthentication.BASIC;
            case ASSERTION -> ClientAuthentication.ASSERTION;
        };
    }

    /** {@return the requested scopes or, in version 1, the resource, as sent; empty if there were none} */
    public String scope() {
        return Secrets.hide(result.request().scope());
    }

    /** {@return the status of the response, or 0 if no response was begun} */
    public int status() {
        return result.status();
    }

    /** {@return the number after {@code AADSTS} if the login itself refused the request, else 0} */
    public int aadsts() {
        return result.aadsts();
    }

    /** {@return the fault of the request, or null if there was none} */
    public @Nullable Fault fault() {
        return result.choice() instanceof FaultChoice choice ? choice.fault() : null;
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
