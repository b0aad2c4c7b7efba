package io.github.partnercenter4j;

import io.github.partnercenter4j.port.RequestContext;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Options of single calls; see {@link SupportProfileOperations#with}. Immutable. There is no option for the request id,
 * because each request must have its own.
 */
public final class CallOptions {

    private static final CallOptions DEFAULTS = builder().build();

    private final Locale locale;
    private final @Nullable String correlationId;
    private final @Nullable Duration timeout;
    private final boolean validateMfa;

    private CallOptions(Builder builder) {
        this.locale = builder.locale;
        this.correlationId = builder.correlationId;
        this.timeout = builder.timeout;
        this.validateMfa = builder.validateMfa;
    }

    /**
     * Returns the default options.
     *
     * @return the defaults
     */
    public static CallOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Returns a builder that starts from the defaults.
     *
     * @return a new builder, not thread-safe
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns a builder that starts from these options.
     *
     * @return a new builder, not thread-safe
     */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.locale = locale;
        builder.correlationId = correlationId;
        builder.timeout = timeout;
        builder.validateMfa = validateMfa;
        return builder;
    }

    /**
     * Returns the locale of the service's texts.
     *
     * @return the locale, {@code en-US} unless set
     */
    public Locale locale() {
        return locale;
    }

    /**
     * Returns the correlation id to use for the call.
     *
     * @return a GUID, or null for a new one each call
     */
    public @Nullable String correlationId() {
        return correlationId;
    }

    /**
     * Returns how long the call may take in all.
     *
     * @return the timeout, or null for the client's
     */
    public @Nullable Duration timeout() {
        return timeout;
    }

    /**
     * Returns whether the service is asked to check that the token was obtained with multi-factor authentication.
     *
     * @return true if it is asked; the result is in {@code ResponseMetadata.mfaCompliant()}
     */
    public boolean validateMfa() {
        return validateMfa;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CallOptions that
                && validateMfa == that.validateMfa
                && locale.equals(that.locale)
                && Objects.equals(correlationId, that.correlationId)
                && Objects.equals(timeout, that.timeout);
    }

    @Override
    public int hashCode() {
        return Objects.hash(locale, correlationId, timeout, validateMfa);
    }

    @Override
    public String toString() {
        return "CallOptions[locale=" + locale.toLanguageTag() + ", correlationId=" + correlationId + ", timeout="
                + timeout + ", validateMfa=" + validateMfa + "]";
    }

    /** Throws if a timeout is zero or negative. */
    static Duration requirePositive(String what, Duration value) {
        Objects.requireNonNull(value, what);
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(what + " must be longer than zero, but is " + value);
        }
        return value;
    }

    /** Builds {@link CallOptions}. Not thread-safe. */
    public static final class Builder {
        private Locale locale = Locale.US;
        private @Nullable String correlationId;
        private @Nullable Duration timeout;
        private boolean validateMfa;

        private Builder() {}

        /**
         * Sets the locale of the service's texts ({@code X-Locale}).
         *
         * @param locale the locale
         * @return this
         * @throws IllegalArgumentException if the locale has no language
         */
        public Builder locale(Locale locale) {
            if (locale.getLanguage().isEmpty()) {
                throw new IllegalArgumentException("locale must name a language, such as en-US");
            }
            this.locale = locale;
            return this;
        }

        /**
         * Sets the id that groups the calls of one piece of work in Microsoft's logs ({@code MS-CorrelationId}).
         *
         * @param correlationId a GUID
         * @return this
         * @throws IllegalArgumentException if it is not a GUID of 36 characters
         */
        public Builder correlationId(String correlationId) {
            this.correlationId = RequestContext.requireGuid("correlationId", correlationId);
            return this;
        }

        /**
         * Sets the correlation id to a trace id of W3C Trace Context, such as OpenTelemetry's
         * {@code SpanContext.getTraceId()}. The 32 digits stay the same; hyphens make them a GUID. So the trace and
         * Microsoft's logs have the same id.
         *
         * @param traceId 32 hexadecimal digits, not all zero
         * @return this
         * @throws IllegalArgumentException if it is something else
         */
        public Builder correlationIdFromTraceId(String traceId) {
            this.correlationId = TraceIds.toGuid(traceId);
            return this;
        }

        /**
         * Sets how long the call may take in total, including the access token. It replaces the client's timeout, and
         * may be shorter or longer.
         *
         * @param timeout a positive duration
         * @return this
         * @throws IllegalArgumentException if it is zero or negative
         */
        public Builder timeout(Duration timeout) {
            this.timeout = requirePositive("timeout", timeout);
            return this;
        }

        /**
         * Asks the service to check that the token was obtained with multi-factor authentication ({@code ValidateMfa}).
         *
         * @param validateMfa true to ask
         * @return this
         */
        public Builder validateMfa(boolean validateMfa) {
            this.validateMfa = validateMfa;
            return this;
        }

        /**
         * Builds the options.
         *
         * @return the options
         */
        public CallOptions build() {
            return new CallOptions(this);
        }
    }
}
