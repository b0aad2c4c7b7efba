package io.github.partnercenter4j.spring;

import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.SupportProfileOperations;
import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.msal.HostedConsent;
import io.github.partnercenter4j.msal.MsalAccessTokenProvider;
import io.github.partnercenter4j.port.AccessTokenProvider;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A partner of the application, with its client and its tokens. Thread-safe. The application context closes it. */
public final class Partner {

    private final String name;
    private final String tenant;
    private final PartnerCenter client;
    private final AccessTokenProvider tokens;
    private final LastCall lastCall;
    private final @Nullable Function<URI, HostedConsent> consents;

    Partner(
            String name,
            String tenant,
            PartnerCenter client,
            AccessTokenProvider tokens,
            LastCall lastCall,
            @Nullable Function<URI, HostedConsent> consents) {
        this.name = name;
        this.tenant = tenant;
        this.client = client;
        this.tokens = tokens;
        this.lastCall = lastCall;
        this.consents = consents;
    }

    /**
     * Returns the name of the partner in the properties.
     *
     * @return the name, {@code default} for a single partner without a name
     */
    public String name() {
        return name;
    }

    /**
     * Returns the tenant of the partner.
     *
     * @return a GUID or a domain, as it was configured
     */
    public String tenant() {
        return tenant;
    }

    /**
     * Returns the client of the partner. It is also a bean, with the partner's name as qualifier. Do not close it.
     *
     * @return the client
     */
    public PartnerCenter client() {
        return client;
    }

    /**
     * Returns the support profile of the partner.
     *
     * @return the operations of {@link #client}
     */
    public SupportProfileOperations supportProfile() {
        return client.profiles().supportProfile();
    }

    /**
     * Returns the token provider of the partner. For your own requests to Partner Center take
     * {@link PartnerCenter#accessToken()} of {@link #client}, which caches the token.
     *
     * @return a {@link io.github.partnercenter4j.msal.MsalAccessTokenProvider}, unless the application has a bean for
     *     this partner's tokens
     */
    public AccessTokenProvider tokens() {
        return tokens;
    }

    LastCall lastCall() {
        return lastCall;
    }

    /**
     * Returns when the stored refresh token was issued. Reads the store, and sends nothing.
     *
     * @return the time, or null if it is not known
     */
    @Nullable
    Instant tokenIssued() {
        try {
            return tokens instanceof MsalAccessTokenProvider ours
                    ? ours.storedToken().lastRotated()
                    : null;
        } catch (AuthenticationException noToken) {
            return null;
        }
    }

    /** Returns the consent with an address to come back to. Empty if the tokens come from the application's own bean. */
    Optional<HostedConsent> consent(URI callback) {
        return Optional.ofNullable(consents).map(with -> with.apply(callback));
    }

    /**
     * Forgets the access token, and the result of the last call: the next call requests a token, and until then the health
     * of the partner is unknown. Call it after the partner has consented in a way of your own; the pages of the starter do.
     */
    public void forgetToken() {
        client.forgetToken();
        lastCall.forget();
    }

    /** Closes the client. Does not close an AccessTokenProvider bean of the application. */
    void close() {
        client.close();
        if (consents != null && tokens instanceof MsalAccessTokenProvider ours) {
            ours.close();
        }
    }

    /** Shows the name only. */
    @Override
    public String toString() {
        return "Partner[" + name + "]";
    }
}
