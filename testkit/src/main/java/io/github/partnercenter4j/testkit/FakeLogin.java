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
 * The fake's login: the parts of Microsoft Entra that a Partner Center client uses, on the port of the fake. Its
 * authority is that of {@link FakePartnerCenter#cloud()}, with any GUID, domain name, {@code common} or
 * {@code organizations} as the tenant. Each tenant has one user, who signs in at once when a browser opens the sign-in
 * page. It serves both versions of the token endpoint, for the grants {@code refresh_token}, {@code authorization_code}
 * (with PKCE), device code and {@code client_credentials}, and also discovery and keys. Errors have Entra's numbers and
 * format.
 *
 * <pre>{@code
 * String refreshToken = fake.login().issueRefreshToken();      // what a consent once left in the vault
 * // ... have a client exchange it at fake.cloud().authority() with clientId() and clientSecret() ...
 * assertThat(fake.login().tokenRequests("refresh_token")).hasSize(1);
 * }</pre>
 *
 * <p>Apps, refresh tokens and codes are generated from the fake's seed, and expire by its clock. Requests to the login
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
     * {@return the client id, a GUID, of the app of the Secure Application Model} This app is confidential: it needs a
     * secret or an assertion.
     */
    public String clientId() {
        return login.clients().confidential().id();
    }

    /** {@return the secret of the confidential app} */
    public String clientSecret() {
        return login.clients().secret();
    }

    /**
     * {@return the client id, a GUID, of a public app, for device codes and desktop programs} It must not send a
     * secret.
     */
    public String publicClientId() {
        return login.clients().open().id();
    }

    /**
     * Accepts assertions of the confidential app that are signed with the key of this certificate (RS256 or PS256). The
     * dates of the assertions are not checked. {@link FakePartnerCenter#reset()} does not change this.
     *
     * @param certificate the certificate, with an RSA key
     * @return this
     */
    public FakeLogin acceptCertificate(X509Certificate certificate) {
        login.clients().accept(certificate.getPublicKey());
        return this;
    }

    /**
     * Accepts this assertion of the confidential app without checking its contents. Journal and messages hide a signed
     * token everywhere, but another text only if its name says that it is an assertion.
     * {@link FakePartnerCenter#reset()} does not change this.
     *
     * @param assertion the text of {@code client_assertion}
     * @return this
     */
    public FakeLogin acceptAssertion(String assertion) {
        login.clients().accept(Objects.requireNonNull(assertion, "assertion"));
        return this;
    }

    /** {@return a new refresh token for the confidential app and the default tenant, as after a consent} */
    public String issueRefreshToken() {
        return issueRefreshToken(fake.tenant());
    }

    /**
     * Issues a refresh token for the confidential app.
     *
     * @param tenant the id of the partner tenant, any GUID, or a domain name
     * @return a new token
     * @throws IllegalArgumentException if the tenant is neither
     */
    public String issueRefreshToken(String tenant) {
        return login.issueRefreshToken(true, FakeTokens.tenantKey(tenant));
    }

    /**
     * Issues a refresh token for the public app.
     *
     * @param tenant the id of the partner tenant, any GUID, or a domain name
     * @return a new token
     * @throws IllegalArgumentException if the tenant is neither
     */
    public String issuePublicRefreshToken(String tenant) {
        return login.issueRefreshToken(false, FakeTokens.tenantKey(tenant));
    }

    /**
     * Expires a refresh token, as if it had not been used for ninety days: AADSTS700082.
     *
     * @param refreshToken the token
     * @throws IllegalArgumentException if this login did not issue it
     */
    public void expireRefreshToken(String refreshToken) {
        if (!login.grants().expire(Objects.requireNonNull(refreshToken, "refreshToken"))) {
            throw new IllegalArgumentException(
                    "This login did not issue that refresh token. Only its own refresh tokens can expire.");
        }
    }

    /**
     * Revokes the existing refresh tokens of a tenant, as a new password of its user would: AADSTS50173. Tokens issued
     * later are valid.
     *
     * @param tenant the id of the partner tenant, any GUID, or a domain name
     * @throws IllegalArgumentException if the tenant is neither
     */
    public void revokeRefreshTokens(String tenant) {
        login.grants().revoke(FakeTokens.tenantKey(tenant));
    }

    /**
     * Sets whether a refresh returns a new refresh token.
     *
     * @param rotate true, the default, for a new one; false for none, so that the client must keep the old one
     * @return this
     */
    public FakeLogin rotate(boolean rotate) {
        login.rules().rotate(rotate);
        return this;
    }

    /**
     * Sets whether a refresh token that was already exchanged is refused (AADSTS70000).
     *
     * @param detectReuse true to refuse it; false, the default, to accept it, as Entra does
     * @return this
     */
    public FakeLogin detectReuse(boolean detectReuse) {
        login.rules().detectReuse(detectReuse);
        return this;
    }

    /**
     * Sets the lifetime of new access tokens, an hour unless set.
     *
     * @param life a positive duration, at most a day, in whole seconds
     * @return this
     * @throws IllegalArgumentException if the duration is out of this range
     */
    public FakeLogin accessTokenLife(Duration life) {
        if (life.compareTo(Duration.ofSeconds(1)) < 0
                || life.compareTo(Duration.ofDays(1)) > 0
                || !life.truncatedTo(ChronoUnit.SECONDS).equals(life)) {
            throw new IllegalArgumentException(
                    "The lifetime of an access token must be 1 second to 1 day, in whole seconds, not " + life + ".");
        }
        login.rules().life(life);
        return this;
    }

    /**
     * Sets whether users sign in with multi-factor authentication from now on. Without it, their tokens have no
     * {@code mfa} in the {@code amr} claim, and the API refuses them with 900421, unless the request for the sign-in has
     * {@code claims} that demand {@code mfa} in {@code amr}. Earlier refresh tokens do not change.
     *
     * @param mfa true, the default, for multi-factor authentication
     * @return this
     */
    public FakeLogin mfa(boolean mfa) {
        login.rules().mfa(mfa);
        return this;
    }

    /**
     * Refuses all existing refresh tokens with AADSTS50076: the user must sign in again with multi-factor
     * authentication.
     */
    public void demandInteraction() {
        login.grants().demandInteraction();
    }

    /**
     * Approves a device code. Without this, it is approved at the second token request of the device.
     *
     * @param userCode the user code of the device
     * @throws IllegalArgumentException if no device has this code
     */
    public void approveDevice(String userCode) {
        decide(userCode, true);
    }

    /**
     * Refuses a device code.
     *
     * @param userCode the user code of the device
     * @throws IllegalArgumentException if no device has this code
     */
    public void declineDevice(String userCode) {
        decide(userCode, false);
    }

    private void decide(String userCode, boolean approved) {
        if (!login.grants().decide(Objects.requireNonNull(userCode, "userCode"), approved)) {
            throw new IllegalArgumentException(
                    "No device waits for that user code. Use user_code of the login's answer.");
        }
    }

    /**
     * Sets the tenant of the users who sign in in a browser or on a device. Where the client leaves the tenant open
     * ({@code common}, {@code organizations}), they sign in to this tenant. At the page of another tenant they are
     * refused with AADSTS50020, and the browser is not sent back. Unless set, users belong to the tenant of the page,
     * or to the fake's default tenant.
     *
     * @param tenant the id of the tenant, any GUID, or a domain name
     * @throws IllegalArgumentException if the tenant is neither
     */
    public void signInFrom(String tenant) {
        login.rules().signInFrom(FakeTokens.tenantKey(tenant));
    }

    /** Makes the next user in a browser refuse the sign-in: the app gets {@code error=access_denied}. */
    public void denySignIn() {
        login.rules().denySignIn();
    }

    /**
     * Refuses the next token request of an authenticated client. For errors without their own method, such as 65001, a
     * missing consent.
     *
     * @param aadsts the number after {@code AADSTS}
     * @throws IllegalArgumentException if this login does not know the number; the message lists the known ones
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
                + ". For another error, use next(Fault.answer(400)...).");
    }

    /**
     * Queues faults for token requests. Each fault applies to one request, in order. They are separate from the faults
     * of the API.
     *
     * @param more the faults, in order
     * @throws IllegalArgumentException if one is at {@link Fault.Point#ACCEPT}, when the purpose of a connection is not
     *     known yet; use {@link FakePartnerCenter#next} for it
     */
    public void next(Fault... more) {
        faults.loginQueue().addForRequests("the login's", more);
    }

    /**
     * {@return the latest token requests since the start or reset of the fake, answered or not: a snapshot, oldest
     * first} {@link FakePartnerCenter.Builder#journalLimit} limits their number.
     */
    public List<TokenCall> tokenRequests() {
        return calls.kept().entries();
    }

    /**
     * Returns the token requests of one grant type.
     *
     * @param grantType the exact grant type, such as {@code refresh_token}
     * @return a snapshot, oldest first
     */
    public List<TokenCall> tokenRequests(String grantType) {
        return tokenRequests().stream()
                .filter(call -> call.grantType().equals(grantType))
                .toList();
    }

    /**
     * Starts a verification of the number of token requests, with any grant type.
     *
     * <pre>{@code
     * fake.login().verify().once();                        // exactly one request for tokens
     * fake.login().verify("refresh_token").never();
     * }</pre>
     *
     * @return the verification, without any check yet
     */
    public Verification<TokenCall> verify() {
        return Verification.of(calls, null);
    }

    /**
     * Starts a verification of the number of token requests.
     *
     * @param grantType the exact grant type, such as {@code refresh_token}
     * @return the verification, without any check yet
     */
    public Verification<TokenCall> verify(String grantType) {
        return Verification.of(calls, Objects.requireNonNull(grantType, "grantType"));
    }

    /**
     * Returns the settings of a client for this fake, with a new refresh token: {@code endpoint} (the base of the API),
     * {@code authority} (with the tenant), {@code tenant}, {@code clientId}, {@code clientSecret},
     * {@code refreshToken}, {@code scope} and {@code caPem}.
     *
     * @return the settings, in that order; they contain secrets of the fake
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
