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
 * The service, or a gateway before it, answered with a status that is no success. The status decides the category; what
 * the body said is kept beside it, as far as it could be read. Immutable.
 *
 * <p>Codes are not unique across statuses: decide by {@link #status()} and {@link #code()} together.
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
     * Returns a builder of the failure that an answer is.
     *
     * @param context the exchange
     * @param status the HTTP status, one that {@link ErrorCategory#of} has a category for
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
     * Returns the fault's code; a number on the wire or a text, here always text.
     *
     * @return the code, or empty if the body had none
     */
    public Optional<String> code() {
        return Optional.ofNullable(code);
    }

    /**
     * Returns what the service said was wrong. It is the service's text and may hold personal data.
     *
     * @return the description or message, or empty if the body had none
     */
    public Optional<String> description() {
        return Optional.ofNullable(description);
    }

    /**
     * Returns the fault's further texts.
     *
     * @return an unmodifiable list, usually empty
     */
    public List<String> data() {
        return List.of(data);
    }

    /**
     * Returns how long the service asked to wait before the next request.
     *
     * @return the wait, counted from the answer; empty if the answer had no readable {@code Retry-After}
     */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /**
     * Returns the {@code Retry-After} as it was written, readable or not.
     *
     * @return at most 64 characters, or empty if the answer had none
     */
    public Optional<String> retryAfterText() {
        return Optional.ofNullable(retryAfterText);
    }

    /**
     * Returns the {@code MS-RequestId} of the answer. One that equals {@link #requestId()} shows that the service itself
     * answered, not a gateway before it.
     *
     * @return the id as answered, or empty if the answer had none
     */
    public Optional<String> answeredRequestId() {
        return Optional.ofNullable(answeredRequestId);
    }

    /**
     * Returns the {@code MS-CorrelationId} of the answer.
     *
     * @return the id as answered, or empty if the answer had none
     */
    public Optional<String> answeredCorrelationId() {
        return Optional.ofNullable(answeredCorrelationId);
    }

    /**
     * Returns the correlation vector {@code MS-CV} of the answer.
     *
     * @return the vector, or empty if the answer had none
     */
    public Optional<String> msCv() {
        return Optional.ofNullable(msCv);
    }

    /**
     * Returns what the service said of the token's multi-factor authentication ({@code isMfaCompliant}). A refused token
     * (401) is the usual case: the exception is then the cause of the {@link AuthenticationException}.
     *
     * @return the service's verdict, or empty if it gave none
     */
    public Optional<Boolean> mfaCompliant() {
        return Optional.ofNullable(mfaCompliant);
    }

    /**
     * Returns the body as text. It is the service's text and may hold personal data: think before you log it.
     *
     * @return at most 64 KiB of text, perhaps empty
     */
    public String rawBody() {
        return rawBody;
    }

    @Override
    PartnerCenterException copy(CallFacts call) {
        return new ServiceException(this, call);
    }

    /** Builds the failure that an answer is. Not thread-safe. */
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
                throw new IllegalArgumentException("status " + status + " is not an answer of a service");
            }
            this.status = status;
        }

        /**
         * Sets the fault's code.
         *
         * @param code the code, or null
         * @return this
         */
        public Builder code(@Nullable String code) {
            this.code = code;
            return this;
        }

        /**
         * Sets what the service said was wrong.
         *
         * @param description the text, or null
         * @return this
         */
        public Builder description(@Nullable String description) {
            this.description = description;
            return this;
        }

        /**
         * Sets the fault's further texts.
         *
         * @param data the texts
         * @return this
         */
        public Builder data(List<String> data) {
            this.data = List.copyOf(data);
            return this;
        }

        /**
         * Sets the wait that the service asked for.
         *
         * @param wait the wait, or null if none was asked for, or unreadably
         * @param text the header as written, at most 64 characters, or null
         * @return this
         */
        public Builder retryAfter(@Nullable Duration wait, @Nullable String text) {
            this.retryAfter = wait;
            this.retryAfterText = text;
            return this;
        }

        /**
         * Sets the ids of the answer.
         *
         * @param requestId the request id as answered, or null
         * @param correlationId the correlation id as answered, or null
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
         * Sets the verdict on multi-factor authentication.
         *
         * @param mfaCompliant the verdict, or null if there is none
         * @return this
         */
        public Builder mfaCompliant(@Nullable Boolean mfaCompliant) {
            this.mfaCompliant = mfaCompliant;
            return this;
        }

        /**
         * Sets where a redirect pointed to.
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
         * @return a {@link ServiceException}, or for a 401 an {@link AuthenticationException} that it is the cause of
         */
        public PartnerCenterException build() {
            // An answer to another request proves nothing of this one.
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
            return " The answer has another " + (request ? "MS-RequestId" : "MS-CorrelationId")
                    + " than was sent: a gateway or proxy before Partner Center may have made it.";
        }

        private static boolean isForeign(String sent, @Nullable String answered) {
            return answered != null && !RequestContext.isSameGuid(sent, answered);
        }
    }
}
