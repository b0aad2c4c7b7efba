package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.testkit.entra.Aadsts;
import io.github.partnercenter4j.testkit.entra.Login;
import io.github.partnercenter4j.testkit.entra.Rules;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The fake's login: Microsoft Entra as far as a Partner Center client meets it, on the fake's own port. Its authority is
 * that of {@link FakePartnerCenter#cloud()}, with any GUID, domain name, {@code common} or {@code organizations} as the
 * tenant; each tenant has one user, who signs in at once wherever a browser is sent. Both versions of the token endpoint
 * are served, for the grants {@code refresh_token}, {@code authorization_code} (PKCE included), device code and
 * {@code client_credentials}, and so are discovery and keys. Refusals have Entra's numbers and form.
 *
 * <pre>{@code
 * String refreshToken = fake.login().issueRefreshToken();      // what a consent once left in the vault
 * // ... have a client exchange it at fake.cloud().authority() with clientId() and clientSecret() ...
 * assertThat(fake.login().tokenRequests("refresh_token")).hasSize(1);
 * }</pre>
 *
 * <p>Apps, refresh tokens and codes come from the fake's seed, and everything expires by its clock. Requests to the login
 * are in {@link #tokenRequests()} and not in the fake's journal. Thread-safe.
 */
public final class FakeLogin {

    private final FakePartnerCenter fake;
    private final FaultRules faults;
    private final Log<TokenCall> calls;
    private final Login login;

    FakeLogin(FakePartnerCenter fake, Login login, FaultRules faults, Log<TokenCall> calls) {
        this.fake = fake;
        this.login = login;
        this.faults = faults;
        this.calls = calls;
    }

    /**
     * Returns the app of the Secure Application Model: a confidential one, which must show its secret, or an assertion.
     *
     * @return its client id, a GUID
     */
    public String clientId() {
        return login.clients().confidential().id();
    }

    /**
     * Returns that app's secret.
     *
     * @return the secret
     */
    public String clientSecret() {
        return login.clients().secret();
    }

    /**
     * Returns a public app, for device codes and desktop programs: it must show no secret.
     *
     * @return its client id, a GUID
     */
    public String publicClientId() {
        return login.clients().open().id();
    }

    /**
     * Lets the confidential app show who it is by assertions that this certificate's key has signed (RS256 or PS256). Their
     * dates are not looked at.
     *
     * @param certificate the certificate, with an RSA key
     * @return this
     */
    public FakeLogin acceptCertificate(X509Certificate certificate) {
        login.clients().accept(certificate.getPublicKey());
        return this;
    }

    /**
     * Lets the confidential app show who it is by this assertion, whatever it says. Journal and messages hide a signed token
     * wherever it stands, but another text only where its name says that it is an assertion.
     *
     * @param assertion the text of {@code client_assertion}
     * @return this
     */
    public FakeLogin acceptAssertion(String assertion) {
        login.clients().accept(Objects.requireNonNull(assertion, "assertion"));
        return this;
    }

    /**
     * Issues a refresh token for the confidential app and the fake's default tenant, as a consent would.
     *
     * @return a new token
     */
    public String issueRefreshToken() {
        return issueRefreshToken(fake.tenant());
    }

    /**
     * Issues a refresh token for the confidential app.
     *
     * @param tenant the partner tenant's id, any GUID
     * @return a new token
     * @throws IllegalArgumentException if the tenant is no GUID
     */
    public String issueRefreshToken(String tenant) {
        return login.issueRefreshToken(true, FakeTokens.tenantKey(tenant));
    }

    /**
     * Issues a refresh token for the public app.
     *
     * @param tenant the partner tenant's id, any GUID
     * @return a new token
     * @throws IllegalArgumentException if the tenant is no GUID
     */
    public String issuePublicRefreshToken(String tenant) {
        return login.issueRefreshToken(false, FakeTokens.tenantKey(tenant));
    }

    /**
     * Lets a refresh token be one that was not used for ninety days: AADSTS700082.
     *
     * @param refreshToken the token
     * @throws IllegalArgumentException if it is not one of this login's
     */
    public void expireRefreshToken(String refreshToken) {
        if (!login.grants().expire(Objects.requireNonNull(refreshToken, "refreshToken"))) {
            throw new IllegalArgumentException(
                    "This login issued no such refresh token; only what it issued itself can expire.");
        }
    }

    /**
     * Revokes the refresh tokens that exist for a tenant, as its user's new password would: AADSTS50173. Those issued later
     * are good.
     *
     * @param tenant the partner tenant's id, any GUID
     * @throws IllegalArgumentException if the tenant is no GUID
     */
    public void revokeRefreshTokens(String tenant) {
        login.grants().revoke(FakeTokens.tenantKey(tenant));
    }

    /**
     * Sets whether a refresh answers another refresh token.
     *
     * @param rotate true, the default, for another one; false for none, so that the client has to keep the one it has
     * @return this
     */
    public FakeLogin rotate(boolean rotate) {
        login.rules().rotate(rotate);
        return this;
    }

    /**
     * Sets whether a refresh token that was exchanged for another is refused (AADSTS70000).
     *
     * @param detectReuse true to refuse it; false, the default, to take it as Entra does
     * @return this
     */
    public FakeLogin detectReuse(boolean detectReuse) {
        login.rules().detectReuse(detectReuse);
        return this;
    }

    /**
     * Sets how long access tokens live from now on, an hour unless set.
     *
     * @param life a positive duration, at most a day, in whole seconds
     * @return this
     * @throws IllegalArgumentException if it is none such
     */
    public FakeLogin accessTokenLife(Duration life) {
        if (life.compareTo(Duration.ofSeconds(1)) < 0
                || life.compareTo(Duration.ofDays(1)) > 0
                || !life.truncatedTo(ChronoUnit.SECONDS).equals(life)) {
            throw new IllegalArgumentException(
                    "An access token lives 1 second to 1 day, in whole seconds, not " + life + ".");
        }
        login.rules().life(life);
        return this;
    }

    /**
     * Sets whether users sign in with a second factor from now on. Without one their tokens have no {@code mfa} among their
     * {@code amr} claims, and the API refuses them with 900421. Refresh tokens issued before keep theirs.
     *
     * @param mfa true, the default, for a second factor
     * @return this
     */
    public FakeLogin mfa(boolean mfa) {
        login.rules().mfa(mfa);
        return this;
    }

    /** Refuses the refresh tokens that exist, AADSTS50076: the user has to sign in again, with a second factor. */
    public void demandInteraction() {
        login.grants().demandInteraction();
    }

    /**
     * Lets a device in. Without this it is let in at its second request for tokens.
     *
     * @param userCode the code that the device shows
     * @throws IllegalArgumentException if no device shows it
     */
    public void approveDevice(String userCode) {
        decide(userCode, true);
    }

    /**
     * Refuses a device.
     *
     * @param userCode the code that the device shows
     * @throws IllegalArgumentException if no device shows it
     */
    public void declineDevice(String userCode) {
        decide(userCode, false);
    }

    private void decide(String userCode, boolean approved) {
        if (!login.grants().decide(Objects.requireNonNull(userCode, "userCode"), approved)) {
            throw new IllegalArgumentException(
                    "No device waits with that code; take user_code from the login's answer.");
        }
    }

    /** Lets the next user whom a browser brings refuse to sign in: the app gets {@code error=access_denied}. */
    public void denySignIn() {
        login.rules().denySignIn();
    }

    /**
     * Refuses the next request for tokens whose client has shown who it is. For refusals that have no method of their own,
     * such as 65001, a consent that is missing.
     *
     * @param aadsts the number after {@code AADSTS}
     * @throws IllegalArgumentException if this login does not know that refusal; the message says which it knows
     */
    public void refuseNext(int aadsts) {
        StringBuilder known = new StringBuilder();
        Rules rules = login.rules();
        for (Aadsts reason : Aadsts.values()) {
            if (reason.code() == aadsts) {
                rules.refuse(reason);
                return;
            }
            known.append(known.length() == 0 ? "" : ", ").append(reason.code());
        }
        throw new IllegalArgumentException("This login does not know AADSTS" + aadsts + ". It knows " + known
                + "; next(Fault.answer(400)...) can.");
    }

    /**
     * Queues faults for requests for tokens, each played to one, first come first served. The API's faults are others.
     *
     * @param more the faults, in their order
     * @throws IllegalArgumentException if one strikes at {@link Fault.Point#ACCEPT}, when nobody knows yet what a connection
     *     is for; {@link FakePartnerCenter#next} takes those
     */
    public void next(Fault... more) {
        faults.loginQueue().addForRequests("the login's", more);
    }

    /**
     * Returns the requests for tokens, answered or not, since the fake was made or reset: the latest, as many as
     * {@link FakePartnerCenter.Builder#journalLimit} says.
     *
     * @return a snapshot, oldest first
     */
    public List<TokenCall> tokenRequests() {
        return calls.kept().entries();
    }

    /**
     * Returns the requests for tokens of one grant type.
     *
     * @param grantType the grant type, such as {@code refresh_token}, exactly
     * @return a snapshot, oldest first
     */
    public List<TokenCall> tokenRequests(String grantType) {
        return tokenRequests().stream()
                .filter(call -> call.grantType().equals(grantType))
                .toList();
    }

    /**
     * Begins to verify how often tokens were asked for, with any grant type.
     *
     * <pre>{@code
     * fake.login().verify().once();                        // exactly one request for tokens
     * fake.login().verify("refresh_token").never();
     * }</pre>
     *
     * @return the verification, which checks nothing yet
     */
    public Verification<TokenCall> verify() {
        return Verification.of(calls, null);
    }

    /**
     * Begins to verify how often tokens were asked for.
     *
     * @param grantType the grant type, such as {@code refresh_token}, exactly
     * @return the verification, which checks nothing yet
     */
    public Verification<TokenCall> verify(String grantType) {
        return Verification.of(calls, Objects.requireNonNull(grantType, "grantType"));
    }

    /**
     * Returns what a client has to be told to use this fake, with a new refresh token: {@code endpoint} (the API's base),
     * {@code authority} (with the tenant), {@code tenant}, {@code clientId}, {@code clientSecret}, {@code refreshToken},
     * {@code scope} and {@code caPem}.
     *
     * @return the settings, in that order; they hold secrets, if only a fake's
     * @throws IllegalStateException if the fake is closed
     */
    public Map<String, String> properties() {
        Cloud cloud = fake.cloud();
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("endpoint", cloud.apiBase().toString());
        properties.put("authority", cloud.authority() + "/" + fake.tenant());
        properties.put("tenant", fake.tenant());
        properties.put("clientId", clientId());
        properties.put("clientSecret", clientSecret());
        properties.put("refreshToken", issueRefreshToken());
        properties.put("scope", cloud.scope());
        properties.put("caPem", fake.caPem());
        return properties;
    }

    @Override
    public String toString() {
        return "FakeLogin";
    }
}
