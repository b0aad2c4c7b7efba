package io.github.partnercenter4j.error;

import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.RequestContext;
import java.io.Serial;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A response with an error status, from the service or from a gateway in front of it. The status decides the category.
 * The exception also has the texts of the body, as far as the body could be read. Immutable.
 *
 * <p>The same code may occur with several statuses: check {@link #status()} and {@link #code()} together.
 */
public final class ServiceException extends PartnerCenterException {

    @Serial
    private static final long serialVersionUID = 1;

    private final int status;
    private final @Nullable String code;
    private final @Nullable String description;
    private final String[] data;
    private final @Nullable Duration retryAfter;
    private final @Nullable String retryAfterText;
    private final @Nullable String answeredRequestId;
    private final @Nullable String answeredCorrelationId;
    private final @Nullable String msCv;
    private final @Nullable Boolean mfaCompliant;
    private final String rawBody;

    private ServiceException(Builder builder, CallFacts facts) {
        super(message(builder), null, ErrorCategory.of(builder.status, builder.code), mayPass(builder.status), facts);
        this.status = builder.status;
        this.code = builder.code;
        this.description = builder.description;
        this.data = builder.data.toArray(String[]::new);
        this.retryAfter = builder.retryAfter;
        this.retryAfterText = builder.retryAfterText;
        this.answeredRequestId = builder.answeredRequestId;
        this.answeredCorrelationId = builder.answeredCorrelationId;
        this.msCv = builder.msCv;
        this.mfaCompliant = builder.mfaCompliant;
        this.rawBody = builder.rawBody;
    }

    private ServiceException(ServiceException from, CallFacts facts) {
        super(from.ownMessage(), from.getCause(), from.category(), from.isRetryableIn(facts), facts);
        this.status = from.status;
        this.code = from.code;
        this.description = from.description;
        this.data = from.data;
        this.retryAfter = from.retryAfter;
        this.retryAfterText = from.retryAfterText;
        this.answeredRequestId = from.answeredRequestId;
        this.answeredCorrelationId = from.answeredCorrelationId;
        this.msCv = from.msCv;
        this.mfaCompliant = from.mfaCompliant;
        this.rawBody = from.rawBody;
    }

    static boolean mayPass(int status) {
        return switch (status) {
            case 408, 429, 500, 502, 503, 504 -> true;
            default -> false;
        };
    }

    private static String message(Builder answer) {
        return ServiceMessage.answered(answer.status, answer.code, answer.data) + " "
                + ServiceMessage.remedy(answer.status, answer.code, answer.retryAfter, answer.redirectOrigin)
                + answer.foreignIdText();
    }

    /**
     * Returns a builder of the failure for a response.
     *
     * @param context the exchange
     * @param status the HTTP status, one for which {@link ErrorCategory#of} has a category
     * @return a new builder, not thread-safe
     */
    public static Builder builder(RequestContext context, int status) {
        return new Builder(context, status);
    }

    /**
     * Returns the HTTP status.
     *
     * @return the status
     */
    public int status() {
        return status;
    }

    /**
     * Returns the error code as text. In the response it may be a number or a text.
     *
     * @return the code, or empty if the body had none
     */
    public Optional<String> code() {
        return Optional.ofNullable(code);
    }

    /**
     * Returns the service's description of the error. It may contain personal data.
     *
     * @return the description or message, or empty if the body had none
     */
    public Optional<String> description() {
        return Optional.ofNullable(description);
    }

    /**
     * Returns the further texts of the error.
     *
     * @return an unmodifiable list, usually empty
     */
    public List<String> data() {
        return List.of(data);
    }

    /**
     * Returns how long the service asks to wait before the next request.
     *
     * @return the wait, counted from the response; empty if the response had no readable {@code Retry-After}
     */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /**
     * Returns the unparsed text of {@code Retry-After}.
     *
     * @return at most 64 characters, or empty if the response had none
     */
    public Optional<String> retryAfterText() {
        return Optional.ofNullable(retryAfterText);
    }

    /**
     * Returns the {@code MS-RequestId} of the response. If it equals {@link #requestId()}, the service itself answered,
     * not a gateway in front of it.
     *
     * @return the id, or empty if the response had none
     */
    public Optional<String> answeredRequestId() {
        return Optional.ofNullable(answeredRequestId);
    }

    /**
     * Returns the {@code MS-CorrelationId} of the response.
     *
     * @return the id, or empty if the response had none
     */
    public Optional<String> answeredCorrelationId() {
        return Optional.ofNullable(answeredCorrelationId);
    }

    /**
     * Returns the correlation vector {@code MS-CV} of the response.
     *
     * @return the vector, or empty if the response had none
     */
    public Optional<String> msCv() {
        return Optional.ofNullable(msCv);
    }

    /**
     * Returns the service's result of the check for multi-factor authentication ({@code isMfaCompliant}). It usually
     * comes with a refused token (401): then this exception is the cause of the {@link AuthenticationException}.
     *
     * @return the result, or empty if the response had none
     */
    public Optional<Boolean> mfaCompliant() {
        return Optional.ofNullable(mfaCompliant);
    }

    /**
     * Returns the body as text. It may contain personal data: be careful with logs.
     *
     * @return at most 64 KiB of text, or an empty text
     */
    public String rawBody() {
        return rawBody;
    }

    @Override
    PartnerCenterException copy(CallFacts call) {
        return new ServiceException(this, call);
    }

    /** Builds the failure for a response. Not thread-safe. */
    public static final class Builder {
        private final RequestContext context;
        private final int status;
        private @Nullable String code;
        private @Nullable String description;
        private List<String> data = List.of();
        private @Nullable Duration retryAfter;
        private @Nullable String retryAfterText;
        private @Nullable String answeredRequestId;
        private @Nullable String answeredCorrelationId;
        private @Nullable String msCv;
        private @Nullable Boolean mfaCompliant;
        private @Nullable String redirectOrigin;
        private String rawBody = "";

        private Builder(RequestContext context, int status) {
            this.context = Objects.requireNonNull(context, "context");
            if (ErrorCategory.of(status, null) == ErrorCategory.PROTOCOL) {
                throw new IllegalArgumentException("status " + status + " is not the status of a failure");
            }
            this.status = status;
        }

        /**
         * Sets the error code.
         *
         * @param code the code, or null
         * @return this
         */
        public Builder code(@Nullable String code) {
            this.code = code;
            return this;
        }

        /**
         * Sets the service's description of the error.
         *
         * @param description the text, or null
         * @return this
         */
        public Builder description(@Nullable String description) {
            this.description = description;
            return this;
        }

        /**
         * Sets the further texts of the error.
         *
         * @param data the texts
         * @return this
         */
        public Builder data(List<String> data) {
            this.data = List.copyOf(data);
            return this;
        }

        /**
         * Sets the wait that the service asks for.
         *
         * @param wait the wait, or null if there is none or it is not readable
         * @param text the unparsed header, at most 64 characters, or null
         * @return this
         */
        public Builder retryAfter(@Nullable Duration wait, @Nullable String text) {
            this.retryAfter = wait;
            this.retryAfterText = text;
            return this;
        }

        /**
         * Sets the ids of the response.
         *
         * @param requestId the request id of the response, or null
         * @param correlationId the correlation id of the response, or null
         * @return this
         */
        public Builder answeredIds(@Nullable String requestId, @Nullable String correlationId) {
            this.answeredRequestId = requestId;
            this.answeredCorrelationId = correlationId;
            return this;
        }

        /**
         * Sets the correlation vector.
         *
         * @param msCv the vector, or null
         * @return this
         */
        public Builder msCv(@Nullable String msCv) {
            this.msCv = msCv;
            return this;
        }

        /**
         * Sets the result of the check for multi-factor authentication.
         *
         * @param mfaCompliant the result, or null if there is none
         * @return this
         */
        public Builder mfaCompliant(@Nullable Boolean mfaCompliant) {
            this.mfaCompliant = mfaCompliant;
            return this;
        }

        /**
         * Sets the target of a redirect.
         *
         * @param redirectOrigin scheme, host and port only, or null
         * @return this
         */
        public Builder redirectOrigin(@Nullable String redirectOrigin) {
            this.redirectOrigin = redirectOrigin;
            return this;
        }

        /**
         * Sets the body.
         *
         * @param rawBody the body as text, at most 64 KiB
         * @return this
         */
        public Builder rawBody(String rawBody) {
            this.rawBody = Objects.requireNonNull(rawBody, "rawBody");
            return this;
        }

        /**
         * Builds the failure.
         *
         * @return a {@link ServiceException}, or for a 401 an {@link AuthenticationException} with the
         *     {@link ServiceException} as its cause
         */
        public PartnerCenterException build() {
            // A response with another request's id proves nothing about this request.
            WriteOutcome outcome = isForeign(context.requestId(), answeredRequestId)
                    ? WriteOutcome.UNKNOWN
                    : WriteOutcome.ofRefusal(status);
            CallFacts facts = CallFacts.of(context, outcome);
            ServiceException answer = new ServiceException(this, facts);
            return status == 401 ? AuthenticationException.rejected(answer, foreignIdText(), facts) : answer;
        }

        private String foreignIdText() {
            boolean request = isForeign(context.requestId(), answeredRequestId);
            if (!request && !isForeign(context.correlationId(), answeredCorrelationId)) {
                return "";
            }
            return " The response has another " + (request ? "MS-RequestId" : "MS-CorrelationId")
                    + " than the request: it may come from a gateway or proxy in front of Partner Center.";
        }

        private static boolean isForeign(String sent, @Nullable String answered) {
            return answered != null && !RequestContext.isSameGuid(sent, answered);
        }
    }
}
