package io.github.partnercenter4j.port;

import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one exchange needs besides the profile: ids, token, path and header values. All values were checked
 * when the context was built, so a gateway need not check them. Immutable except for the progress.
 */
public final class RequestContext {

    private static final Pattern ETAG = Pattern.compile("(W/)?\"[^\"]*\"");

    private static final Duration DEFAULT_TIME_LEFT = Duration.ofMinutes(1);

    private final String requestId;
    private final String correlationId;
    private final AccessToken accessToken;
    private final ResourcePath path;
    private final String locale;
    private final @Nullable String applicationName;
    private final @Nullable String ifMatch;
    private final boolean validateMfa;
    private final Duration timeLeft;
    private final @Nullable Executor callerThread;
    private final @Nullable Supplier<ExchangeScope> scopes;
    private final ExchangeProgress progress = new ExchangeProgress();

    private RequestContext(Builder builder, String requestId, String correlationId, AccessToken accessToken) {
        this.requestId = requestId;
        this.correlationId = correlationId;
        this.accessToken = accessToken;
        this.path = builder.path;
        this.locale = builder.locale;
        this.applicationName = builder.applicationName;
        this.ifMatch = builder.ifMatch;
        this.validateMfa = builder.validateMfa;
        this.timeLeft = builder.timeLeft;
        this.callerThread = builder.callerThread;
        this.scopes = builder.scopes;
    }

    /**
     * Returns a builder. Request id, correlation id and access token must be set; the rest has defaults.
     *
     * @return a new builder, not thread-safe
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Checks that a text is a GUID, as the ids of Partner Center must be.
     *
     * @param what the argument's name, for the message
     * @param text the text
     * @return the text
     * @throws IllegalArgumentException if the text is not a GUID of 36 characters
     */
    public static String requireGuid(String what, String text) {
        Objects.requireNonNull(text, what);
        if (!isGuid(text)) {
            throw new IllegalArgumentException(
                    what + " must be a GUID of 36 characters such as 20604323-50bf-4738-9968-c5486ab32be0");
        }
        return text;
    }

    /**
     * Does not use a regular expression, because that would cost as much as the rest of a call: each exchange checks
     * two ids.
     */
    private static boolean isGuid(String value) {
        return value.length() == 36
                && value.charAt(8) == '-'
                && value.charAt(13) == '-'
                && value.charAt(18) == '-'
                && value.charAt(23) == '-'
                && isHex(value, 0, 8)
                && isHex(value, 9, 13)
                && isHex(value, 14, 18)
                && isHex(value, 19, 23)
                && isHex(value, 24, 36);
    }

    private static boolean isHex(String value, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!HexFormat.isHexDigit(value.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns whether two texts are the same GUID. Upper or lower case, hyphens and braces do not matter.
     *
     * @param one a text
     * @param other another text
     * @return true if both are the same GUID, or equal except for upper and lower case
     */
    public static boolean isSameGuid(String one, String other) {
        return one.equalsIgnoreCase(other) || bare(one).equalsIgnoreCase(bare(other));
    }

    private static String bare(String guid) {
        boolean braced = guid.length() > 1 && guid.charAt(0) == '{' && guid.charAt(guid.length() - 1) == '}';
        String inner = braced ? guid.substring(1, guid.length() - 1) : guid;
        String digits = isGuid(inner) ? inner.replace("-", "") : inner;
        return digits.length() == 32 && isHex(digits, 0, 32) ? digits : guid;
    }

    /**
     * Checks an application name for {@code MS-PartnerCenter-Application}.
     *
     * @param name the name
     * @return the name
     * @throws IllegalArgumentException if the name is blank, longer than 16 KiB or not visible ASCII
     */
    public static String requireApplicationName(String name) {
        return HeaderText.requireVisible("applicationName", name);
    }

    /**
     * Returns a builder that starts from this context.
     *
     * @return a new builder, not thread-safe
     */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.requestId = requestId;
        builder.correlationId = correlationId;
        builder.accessToken = accessToken;
        builder.path = path;
        builder.locale = locale;
        builder.applicationName = applicationName;
        builder.ifMatch = ifMatch;
        builder.validateMfa = validateMfa;
        builder.timeLeft = timeLeft;
        builder.callerThread = callerThread;
        builder.scopes = scopes;
        return builder;
    }

    /**
     * Returns the {@code MS-RequestId} of this exchange.
     *
     * @return a GUID
     */
    public String requestId() {
        return requestId;
    }

    /**
     * Returns the {@code MS-CorrelationId} of the call.
     *
     * @return a GUID
     */
    public String correlationId() {
        return correlationId;
    }

    /**
     * Returns the access token to send.
     *
     * @return the access token
     */
    public AccessToken accessToken() {
        return accessToken;
    }

    /**
     * Returns the path to write to. Reading always uses {@link ResourcePath#SUPPORT}.
     *
     * @return the path, {@link ResourcePath#SUPPORT} unless set
     */
    public ResourcePath path() {
        return path;
    }

    /**
     * Returns the {@code X-Locale}.
     *
     * @return a BCP 47 tag, {@code en-US} unless set
     */
    public String locale() {
        return locale;
    }

    /**
     * Returns the {@code MS-PartnerCenter-Application}.
     *
     * @return the application's name, or null to send none
     */
    public @Nullable String applicationName() {
        return applicationName;
    }

    /**
     * Returns the {@code If-Match} of a conditional write.
     *
     * @return a quoted entity tag, or null to send none
     */
    public @Nullable String ifMatch() {
        return ifMatch;
    }

    /**
     * Returns whether to ask the service to check for multi-factor authentication.
     *
     * @return true to send {@code ValidateMfa: true}
     */
    public boolean validateMfa() {
        return validateMfa;
    }

    /**
     * Returns how much time the exchange has. For information only: the client itself aborts the exchange when the time
     * is over.
     *
     * @return a positive duration, one minute unless set
     */
    public Duration timeLeft() {
        return timeLeft;
    }

    /**
     * Returns an executor that runs a task on the thread of the blocking caller, which waits for this exchange. A
     * gateway may run the exchange there: it then sees the caller's thread-locals, and no switch of threads is needed.
     * The executor takes one task only. If the call ends before the task has begun, the task never runs.
     *
     * @return the executor, or null if no thread waits for this exchange
     */
    public @Nullable Executor callerThread() {
        return callerThread;
    }

    /**
     * Opens what listeners want to have open on the thread of the exchange, such as the scope of a tracing span. A
     * gateway that runs the whole exchange on one thread calls this on that thread just before the exchange, and closes
     * the scope there just after it. A gateway without such a thread need not call this.
     *
     * @return the scope, to be closed on the current thread
     */
    public ExchangeScope openScope() {
        return scopes == null ? () -> {} : scopes.get();
    }

    /**
     * Returns the object to which the gateway reports the progress of this exchange.
     *
     * @return the progress, always the same object
     */
    public ExchangeProgress progress() {
        return progress;
    }

    /** Shows the ids and the path, never the token. */
    @Override
    public String toString() {
        return "RequestContext[" + path + ", requestId=" + requestId + ", correlationId=" + correlationId + "]";
    }

    /** Builds a {@link RequestContext}. Not thread-safe. */
    public static final class Builder {
        private @Nullable String requestId;
        private @Nullable String correlationId;
        private @Nullable AccessToken accessToken;
        private ResourcePath path = ResourcePath.SUPPORT;
        private String locale = "en-US";
        private @Nullable String applicationName;
        private @Nullable String ifMatch;
        private boolean validateMfa;
        private Duration timeLeft = DEFAULT_TIME_LEFT;
        private @Nullable Executor callerThread;
        private @Nullable Supplier<ExchangeScope> scopes;

        private Builder() {}

        /**
         * Sets the request id.
         *
         * @param requestId a GUID
         * @return this
         * @throws IllegalArgumentException if it is not a GUID
         */
        public Builder requestId(String requestId) {
            this.requestId = requireGuid("requestId", requestId);
            return this;
        }

        /**
         * Sets the correlation id.
         *
         * @param correlationId a GUID
         * @return this
         * @throws IllegalArgumentException if it is not a GUID
         */
        public Builder correlationId(String correlationId) {
            this.correlationId = requireGuid("correlationId", correlationId);
            return this;
        }

        /**
         * Sets the token.
         *
         * @param accessToken the access token
         * @return this
         */
        public Builder accessToken(AccessToken accessToken) {
            this.accessToken = Objects.requireNonNull(accessToken, "accessToken");
            return this;
        }

        /**
         * Sets the path to write to.
         *
         * @param path the path
         * @return this
         */
        public Builder path(ResourcePath path) {
            this.path = Objects.requireNonNull(path, "path");
            return this;
        }

        /**
         * Sets the locale of the service's texts.
         *
         * @param locale the locale; its BCP 47 tag is sent
         * @return this
         */
        public Builder locale(Locale locale) {
            this.locale = HeaderText.requireVisibleWord("locale", bare(locale).toLanguageTag());
            return this;
        }

        /**
         * Removes extensions, such as a calendar, and the variant of a locale, because the service does not know them.
         */
        private static Locale bare(Locale locale) {
            if (!locale.hasExtensions() && locale.getVariant().isEmpty()) {
                return locale;
            }
            return new Locale.Builder()
                    .setLanguageTag(locale.toLanguageTag())
                    .clearExtensions()
                    .setVariant("")
                    .build();
        }

        /**
         * Sets the application's name.
         *
         * @param applicationName the name, or null for none
         * @return this
         * @throws IllegalArgumentException if it is not allowed in a header
         */
        public Builder applicationName(@Nullable String applicationName) {
            this.applicationName = applicationName == null ? null : requireApplicationName(applicationName);
            return this;
        }

        /**
         * Makes a write conditional.
         *
         * @param etag the ETag of the service, or null for none. Missing quotation marks are added. A weak ETag is not
         *     sent, because it can never match: then the write is not conditional
         * @return this
         * @throws IllegalArgumentException if it is not allowed in a header
         */
        public Builder ifMatch(@Nullable String etag) {
            String sent = etag == null ? null : quoted(HeaderText.requireVisible("etag", etag));
            // If-Match uses the strong comparison (RFC 9110, 13.1.1), in which a weak ETag never matches.
            this.ifMatch = sent == null || sent.startsWith("W/") ? null : sent;
            return this;
        }

        private static String quoted(String etag) {
            if (ETAG.matcher(etag).matches()) {
                return etag;
            }
            if (etag.indexOf('"') >= 0) {
                throw new IllegalArgumentException("etag must not contain a quotation mark");
            }
            return '"' + etag + '"';
        }

        /**
         * Sets whether to ask the service to check for multi-factor authentication.
         *
         * @param validateMfa true to ask
         * @return this
         */
        public Builder validateMfa(boolean validateMfa) {
            this.validateMfa = validateMfa;
            return this;
        }

        /**
         * Sets how much time the exchange has.
         *
         * @param timeLeft a positive duration
         * @return this
         * @throws IllegalArgumentException if it is zero or negative
         */
        public Builder timeLeft(Duration timeLeft) {
            if (timeLeft.isNegative() || timeLeft.isZero()) {
                throw new IllegalArgumentException("timeLeft must be positive, but is " + timeLeft);
            }
            this.timeLeft = timeLeft;
            return this;
        }

        /**
         * Sets the executor for the thread of the blocking caller.
         *
         * @param executor runs tasks on that thread, or null if no thread waits
         * @return this
         */
        public Builder callerThread(@Nullable Executor executor) {
            this.callerThread = executor;
            return this;
        }

        /**
         * Sets what opens the scope of the exchange.
         *
         * @param scopes opens a scope on the current thread, or null to open nothing. If it throws, the exchange fails
         * @return this
         */
        public Builder scopes(@Nullable Supplier<ExchangeScope> scopes) {
            this.scopes = scopes;
            return this;
        }

        /**
         * Builds the context.
         *
         * @return the context
         * @throws IllegalStateException if request id, correlation id or access token is missing
         */
        public RequestContext build() {
            return new RequestContext(
                    this,
                    required(requestId, "requestId"),
                    required(correlationId, "correlationId"),
                    required(accessToken, "accessToken"));
        }

        private static <T> T required(@Nullable T setting, String method) {
            if (setting == null) {
                throw new IllegalStateException(method + " is missing. Call " + method + "(..) before build().");
            }
            return setting;
        }
    }
}
