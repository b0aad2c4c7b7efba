package io.github.partnercenter4j.port;

import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one exchange needs beside the profile: ids, token, path and header values, all checked when the
 * context is built, so that a gateway need not look again. Immutable, but for the progress that the gateway reports.
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
     * Checks that a text is a GUID as Partner Center's ids are.
     *
     * @param what the argument's name, for the message
     * @param text the text
     * @return the text
     * @throws IllegalArgumentException if it is no GUID of 36 characters
     */
    public static String requireGuid(String what, String text) {
        Objects.requireNonNull(text, what);
        if (!isGuid(text)) {
            throw new IllegalArgumentException(
                    what + " must be a GUID of 36 characters such as 20604323-50bf-4738-9968-c5486ab32be0");
        }
        return text;
    }

    /** By hand: two ids are checked for each exchange, and a pattern would cost as much as all else that a call does. */
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
     * Tells whether two texts are the same GUID. Its spelling does not matter: digits in any case, with or without
     * hyphens, in braces or bare.
     *
     * @param one a text
     * @param other another text
     * @return true if both spell the same GUID, or are equal but for case
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
     * Checks the name that an application may give itself in {@code MS-PartnerCenter-Application}.
     *
     * @param name the name
     * @return the name
     * @throws IllegalArgumentException if it is blank, longer than 16 KiB or not visible ASCII
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
     * Returns the {@code MS-CorrelationId} of the call that this exchange belongs to.
     *
     * @return a GUID
     */
    public String correlationId() {
        return correlationId;
    }

    /**
     * Returns the token to send.
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
     * Tells whether to ask the service to judge the token's multi-factor authentication.
     *
     * @return true to send {@code ValidateMfa: true}
     */
    public boolean validateMfa() {
        return validateMfa;
    }

    /**
     * Returns how much time the call has left. Informative: the client ends the exchange when it is over.
     *
     * @return a positive duration, one minute unless set
     */
    public Duration timeLeft() {
        return timeLeft;
    }

    /**
     * Returns an executor that runs a task on the thread of the blocking caller, who waits for this exchange. A gateway
     * may run the exchange there: the caller's thread-locals are then at hand, and no thread hands it over to another. The
     * executor has room for one task. A task that it has not begun when the call ends never runs.
     *
     * @return the executor, or null if no thread waits
     */
    public @Nullable Executor callerThread() {
        return callerThread;
    }

    /**
     * Returns where the gateway reports how far this exchange has come.
     *
     * @return this context's own progress, always the same
     */
    public ExchangeProgress progress() {
        return progress;
    }

    /** Shows the ids and the path; never the token. */
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

        private Builder() {}

        /**
         * Sets the request id.
         *
         * @param requestId a GUID
         * @return this
         * @throws IllegalArgumentException if it is no GUID
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
         * @throws IllegalArgumentException if it is no GUID
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
         * Sets the locale that the service should answer in.
         *
         * @param locale the locale; its BCP 47 tag is sent
         * @return this
         */
        public Builder locale(Locale locale) {
            this.locale = HeaderText.requireVisibleWord("locale", bare(locale).toLanguageTag());
            return this;
        }

        /** The service knows language and country: extensions such as another calendar or other digits mean nothing to it. */
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
         * @throws IllegalArgumentException if it cannot stand in a header
         */
        public Builder applicationName(@Nullable String applicationName) {
            this.applicationName = applicationName == null ? null : requireApplicationName(applicationName);
            return this;
        }

        /**
         * Makes a write conditional.
         *
         * @param etag the ETag as the service gave it, or null for none; it is quoted if it is not. A weak one can never
         *     match, so it is not sent: the write is not conditional then
         * @return this
         * @throws IllegalArgumentException if it cannot stand in a header
         */
        public Builder ifMatch(@Nullable String etag) {
            String sent = etag == null ? null : quoted(HeaderText.requireVisible("etag", etag));
            // If-Match compares strongly (RFC 9110, 13.1.1), and a weak ETag never does.
            this.ifMatch = sent == null || sent.startsWith("W/") ? null : sent;
            return this;
        }

        private static String quoted(String etag) {
            if (ETAG.matcher(etag).matches()) {
                return etag;
            }
            if (etag.indexOf('"') >= 0) {
                throw new IllegalArgumentException("etag must not have a quotation mark inside");
            }
            return '"' + etag + '"';
        }

        /**
         * Says whether to ask for a verdict on multi-factor authentication.
         *
         * @param validateMfa true to ask
         * @return this
         */
        public Builder validateMfa(boolean validateMfa) {
            this.validateMfa = validateMfa;
            return this;
        }

        /**
         * Sets the time that the call has left.
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
         * Sets where a task runs on the thread of the blocking caller.
         *
         * @param executor runs tasks on that thread, or null if no thread waits
         * @return this
         */
        public Builder callerThread(@Nullable Executor executor) {
            this.callerThread = executor;
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
