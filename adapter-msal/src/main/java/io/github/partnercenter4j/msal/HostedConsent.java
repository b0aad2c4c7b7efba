package io.github.partnercenter4j.msal;

import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.msal.ConsentException.Reason;
import io.github.partnercenter4j.port.Time;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The consent of partners in a web application. The application sends the browser of the partner's user to Microsoft's
 * sign-in page, and the browser comes back to the application's own address with a code. The refresh token is stored
 * under the partner's tenant. From then on, a {@link MsalAccessTokenProvider} of that tenant uses it.
 *
 * <pre>{@code
 * HostedConsent consent = MsalAccessTokenProvider.builder(Cloud.GLOBAL)
 *         .clientId(clientId)
 *         .clientSecret(() -> readSecretFromYourVault())
 *         .refreshTokens(store)
 *         .hostedConsent(URI.create("https://portal.example/partner-center/connected"));
 *
 * // a user of the partner clicks "connect"
 * HostedConsent.Started started = consent.begin(tenant);
 * session.setAttribute("consent", started.pending());
 * redirectTo(started.page());
 *
 * // the browser comes back
 * String pending = (String) session.getAttribute("consent");
 * session.removeAttribute("consent");
 * HostedConsent.Consented consented = consent.complete(request.getQueryString(), pending);
 * }</pre>
 *
 * <p>It keeps no state: any node with the same settings can complete what another one began. Check in the application
 * who may connect which tenant, because a new consent replaces the partner's stored token. Immutable and thread-safe.
 * Nothing needs to be closed.
 */
public final class HostedConsent {

    /** The refusals of a code, by Entra's numbers. All others are the same for each kind of sign-in. */
    private static final Map<Long, Refusal> REFUSALS = Map.of(
            54005L,
            new Refusal(
                    Reason.ALREADY_USED,
                    "the code was redeemed before, so the callback came twice. Nothing was stored now: if the first one"
                            + " failed,"),
            70008L,
            new Refusal(Reason.EXPIRED, "the code has expired. Nothing was stored:"),
            700005L,
            new Refusal(Reason.OTHER_TENANT, "a user of another tenant signed in. Nothing was stored:"));

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /** The value of the session has the address too, and is limited. Entra takes no more than 256 characters. */
    private static final int LONGEST_REDIRECT = 1000;

    private final LoginSettings settings;
    private final URI redirectUri;
    private final RefreshTokenStore store;
    private final RotationListener listener;
    private final Function<String, LoginService> services;
    private final Duration patience;
    private final Time time;
    private final Predicate<String> tenants;

    /**
     * Creates a consent.
     *
     * @param settings cloud and app, for any tenant
     * @param services opens the login service for a tenant
     * @param patience how long a started consent is valid
     */
    HostedConsent(
            LoginSettings settings,
            URI redirectUri,
            RefreshTokenStore store,
            RotationListener listener,
            Function<String, LoginService> services,
            Duration patience,
            Time time,
            Predicate<String> tenants) {
        this.settings = settings;
        this.redirectUri = redirectUri;
        this.store = store;
        this.listener = listener;
        this.services = services;
        this.patience = patience;
        this.time = time;
        this.tenants = tenants;
    }

    /** Refuses a redirect address that is not one of a web application. */
    static void requireWeb(URI redirectUri) {
        String wrong = wrong(redirectUri);
        if (wrong != null) {
            throw new IllegalArgumentException(
                    "redirectUri must be like https://portal.example/connected, but " + wrong);
        }
        int length = redirectUri.toString().length();
        if (length > LONGEST_REDIRECT) {
            throw new IllegalArgumentException(
                    "redirectUri must have at most " + LONGEST_REDIRECT + " characters, but has " + length);
        }
    }

    /** Says what is wrong with a redirect address, or returns null. Does not show it: it may have a password. */
    private static @Nullable String wrong(URI redirectUri) {
        boolean plain = "http".equalsIgnoreCase(redirectUri.getScheme());
        String host = redirectUri.getHost();
        if (!plain && !"https".equalsIgnoreCase(redirectUri.getScheme())) {
            return "it does not begin with https://";
        }
        if (host == null) {
            return redirectUri.getRawAuthority() == null
                    ? "it has no host"
                    : "its host or port is not valid: a host has letters, digits, hyphens and dots";
        }
        if (plain && !LOOPBACK.contains(host.toLowerCase(Locale.ROOT))) {
            return "it is plain http, which is allowed for localhost, 127.0.0.1 and [::1] only";
        }
        if (redirectUri.getRawUserInfo() != null) {
            return "it has user-info";
        }
        if (redirectUri.getRawFragment() != null) {
            return "it has a fragment";
        }
        return redirectUri.getPort() == 0 || redirectUri.getPort() > 65_535 ? "its port is not 1 to 65535" : null;
    }

    private record Refusal(Reason reason, String meaning) {}

    /**
     * A started consent.
     *
     * @param page the address to send the browser to
     * @param pending the value for {@link HostedConsent#complete}. It contains secrets: keep it in the user's session
     *     on the server, and not in a cookie, an address or a log
     */
    public record Started(URI page, String pending) {

        /** Creates the value; null is not allowed. */
        public Started {
            Objects.requireNonNull(page, "page");
            Objects.requireNonNull(pending, "pending");
        }

        /** Never shows the values. */
        @Override
        public String toString() {
            return "Started[redacted]";
        }
    }

    /**
     * Who consented.
     *
     * @param tenant the GUID of the user's tenant, in lower case
     * @param user the object id of the user in that tenant, a GUID. It is personal data
     */
    public record Consented(String tenant, String user) {

        /** Creates the value; null is not allowed. */
        public Consented {
            Objects.requireNonNull(tenant, "tenant");
            Objects.requireNonNull(user, "user");
        }

        /** Shows the tenant, not the user. */
        @Override
        public String toString() {
            return "Consented[tenant " + tenant + "]";
        }
    }

    /**
     * Returns this consent for some tenants only. After a sign-in of another tenant, {@link #complete} fails with
     * {@code OTHER_TENANT} and stores nothing. Use it with {@link #beginForAnyTenant}: otherwise every organization can
     * store a token. If this object is limited already, both limits apply.
     *
     * @param isKnown tells whether a tenant may consent, by its GUID in lower case; it may block. If it throws,
     *     {@link #complete} throws its exception; the code was redeemed, and nothing was stored
     * @return a copy
     */
    public HostedConsent onlyFor(Predicate<String> isKnown) {
        Objects.requireNonNull(isKnown, "isKnown");
        return new HostedConsent(
                settings, redirectUri, store, listener, services, patience, time, tenants.and(isKnown));
    }

    /**
     * Begins the consent of a partner, with {@link SignInOptions#defaults}.
     *
     * @param tenant the GUID of the partner's tenant, or one of its domains. The token is stored under this name, so
     *     give the provider the same one
     * @return the address of the sign-in page, and the value for the session
     * @throws IllegalArgumentException if it is neither
     * @throws AuthenticationException if the store cannot be used now ({@link RefreshTokenStore#check})
     */
    public Started begin(String tenant) {
        return begin(tenant, SignInOptions.defaults());
    }

    /**
     * Begins the consent of a partner. It sends no request.
     *
     * @param tenant the GUID of the partner's tenant, or one of its domains. The token is stored under this name, so
     *     give the provider the same one
     * @param options how the user is asked to sign in
     * @return the address of the sign-in page, and the value for the session
     * @throws IllegalArgumentException if it is neither
     * @throws AuthenticationException if the store cannot be used now ({@link RefreshTokenStore#check})
     */
    public Started begin(String tenant, SignInOptions options) {
        String checked = LoginSettings.checkedTenant(Objects.requireNonNull(tenant, "tenant"));
        kept(checked).check();
        return started(checked, options);
    }

    /**
     * Begins a consent of a partner whose tenant is not known yet: the user's account tells. Personal accounts cannot
     * sign in. The app registration must be multi-tenant. The token is stored under the GUID of the tenant.
     *
     * <p>Unlike {@link #begin}, it does not check the store, because a store is checked for one tenant. If the store
     * fails in {@link #complete}, that throws an {@link AuthenticationException}, and the user must sign in again.
     *
     * @param options how the user is asked to sign in
     * @return the address of the sign-in page, and the value for the session
     */
    public Started beginForAnyTenant(SignInOptions options) {
        return started(PendingConsent.ANY_TENANT, options);
    }

    private Started started(String tenant, SignInOptions options) {
        Objects.requireNonNull(options, "options");
        AuthorizationRequest request = AuthorizationRequest.create();
        PendingConsent pending = new PendingConsent(
                request,
                tenant,
                PendingConsent.app(settings, redirectUri),
                time.now().plus(patience));
        return new Started(request.page(settings.of(tenant), redirectUri, options), pending.text());
    }

    /**
     * Completes a consent. Works as {@link #complete(Map, String)}.
     *
     * @param query the query of the callback as it was sent, encoded, or null if there is none
     * @param pending the value of the session, or null if there is none
     * @return who consented
     * @throws ConsentException if the sign-in or its callback is not acceptable
     * @throws AuthenticationException if the login service or the store failed
     */
    public Consented complete(@Nullable String query, @Nullable String pending) {
        return complete(ConsentCallback.of(query), pending);
    }

    /**
     * Completes a consent: redeems the code, and stores the refresh token. Remove the value from the session first, so
     * that a callback that comes twice fails with {@code NOT_STARTED}. This object remembers nothing: if the value
     * stays in the session, the login service refuses a code that was redeemed before ({@code ALREADY_USED}).
     *
     * <p>Before it sends a request, it checks that the value is of this app, cloud and redirect address, that the state
     * of the callback is that of the value, and that the value has not expired. After the exchange, and before it
     * stores anything, it checks issuer, audience, nonce and expiry of the id token, and the tenant: it must be the
     * expected one, if that is a GUID, and one of {@link #onlyFor}. A domain is checked by the login service. Blocks for
     * at most the request timeout, plus the time of your suppliers and store.
     *
     * @param parameters the decoded parameters of the callback
     * @param pending the value of the session, or null if there is none
     * @return who consented
     * @throws ConsentException if the sign-in or its callback is not acceptable; nothing was stored
     * @throws AuthenticationException if the login service could not be reached or refused the app's credential, or if
     *     the store failed
     */
    public Consented complete(Map<String, List<String>> parameters, @Nullable String pending) {
        return complete(new ConsentCallback(Objects.requireNonNull(parameters, "parameters")), pending);
    }

    private Consented complete(ConsentCallback callback, @Nullable String text) {
        PendingConsent pending = started(text);
        LoginSettings ofTenant = settings.of(pending.tenant());
        String code = code(callback, pending, ofTenant);
        TokenReply reply;
        try (LoginService service = services.apply(pending.tenant())) {
            reply = new MsalGrants(ofTenant, service)
                    .redeem(code, redirectUri, pending.request().verifier(), HostedConsent::refusal);
        }
        IdToken token =
                IdToken.trusted(reply.idToken(), ofTenant, pending.request().nonce(), time.now());
        requireExpected(token, pending);
        kept(pending.isForAnyTenant() ? token.tenant() : pending.tenant()).consentedElsewhere(reply.refreshToken());
        return new Consented(token.tenant(), token.user());
    }

    private PendingConsent started(@Nullable String text) {
        if (text == null || text.isBlank()) {
            throw new ConsentException(
                    Reason.NOT_STARTED,
                    "This session has started no consent, or it was completed already: start the consent again.");
        }
        PendingConsent pending = PendingConsent.read(text);
        if (pending == null || !pending.app().equals(PendingConsent.app(settings, redirectUri))) {
            throw new ConsentException(
                    Reason.NOT_STARTED,
                    "The session's value was not made by a consent of this app, cloud and redirect address: start the"
                            + " consent again, and check that all nodes have the same settings.");
        }
        return pending;
    }

    /** Returns the code of a callback that answers this consent. */
    private String code(ConsentCallback callback, PendingConsent pending, LoginSettings ofTenant) {
        String state = callback.single("state");
        if (state == null) {
            throw new ConsentException(
                    Reason.NOT_AN_ANSWER,
                    "The callback has no state, or more than one, so it does not answer the sign-in of "
                            + named(pending)
                            + ". Nothing was sent: start the consent again.");
        }
        if (!AuthorizationRequest.isSame(state, pending.request().state())) {
            throw new ConsentException(
                    Reason.OTHER_SESSION,
                    "The callback answers another sign-in than that of " + named(pending)
                            + ", of another session or an earlier one. Nothing was sent: start the consent again.");
        }
        String error = callback.single("error");
        if (error != null) {
            throw LoginRefusals.ofCallback(error, callback.single("error_description"), ofTenant.service());
        }
        if (!time.now().isBefore(pending.end())) {
            throw new ConsentException(
                    Reason.EXPIRED,
                    "The sign-in of " + named(pending) + " was not completed within " + patience
                            + ". Nothing was sent: start the consent again.");
        }
        String code = callback.single("code");
        if (code == null || callback.has("error")) {
            throw new ConsentException(
                    Reason.NOT_AN_ANSWER,
                    "The callback has neither one code alone nor one error, so it does not answer the sign-in of "
                            + named(pending) + ". Nothing was sent: start the consent again.");
        }
        return code;
    }

    /** Returns the failure if the login service refused the code. */
    private static RuntimeException refusal(LoginAnswer answer, String service) {
        for (long number : LoginRefusals.numbers(answer.members())) {
            Refusal known = REFUSALS.get(number);
            if (known != null) {
                return new ConsentException(
                        known.reason(),
                        "The " + service + " answered AADSTS" + number + ": " + known.meaning()
                                + " start the consent again"
                                + (known.reason() == Reason.OTHER_TENANT ? ", with an account of the partner." : "."),
                        (int) number);
            }
        }
        return LoginRefusals.of(answer, service);
    }

    private void requireExpected(IdToken token, PendingConsent pending) {
        boolean isExpected = pending.isForAnyTenant()
                || !LoginSettings.isGuid(pending.tenant())
                || pending.tenant().equals(token.tenant());
        if (!isExpected || !tenants.test(token.tenant())) {
            throw new ConsentException(
                    Reason.OTHER_TENANT,
                    "A user of tenant " + token.tenant() + " signed in, but "
                            + (isExpected ? "this tenant may not consent here" : "the consent is for " + named(pending))
                            + ". Nothing was stored: start the consent again, with an account of the partner.");
        }
    }

    private static String named(PendingConsent pending) {
        return pending.isForAnyTenant() ? "any tenant" : "tenant " + pending.tenant();
    }

    private RefreshTokenCache kept(String tenant) {
        return new RefreshTokenCache(store, tenant, ClientKind.CONFIDENTIAL, time, listener);
    }

    /** Shows the cloud, no secret. */
    @Override
    public String toString() {
        return "HostedConsent[" + settings.cloud() + ", redirect address " + redirectUri + "]";
    }
}
