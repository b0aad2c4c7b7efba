package io.github.partnercenter4j.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of a successful response: the ids for Microsoft's support, the HTTP status, the ETag and whether the
 * write was reconciled. Immutable.
 */
public final class ResponseMetadata {

    private final int status;
    private final @Nullable String requestId;
    private final @Nullable String correlationId;
    private final @Nullable String msCv;
    private final @Nullable Boolean mfaCompliant;
    private final @Nullable String etag;
    private final boolean bodyAbsent;
    private final boolean reconciled;

    private ResponseMetadata(Builder builder) {
        this.status = builder.status;
        this.requestId = builder.requestId;
        this.correlationId = builder.correlationId;
        this.msCv = builder.msCv;
        this.mfaCompliant = builder.mfaCompliant;
        this.etag = builder.etag;
        this.bodyAbsent = builder.bodyAbsent;
        this.reconciled = builder.reconciled;
    }

    /**
     * Returns a builder that starts from this metadata.
     *
     * @return a new builder, not thread-safe
     */
    public Builder toBuilder() {
        Builder builder = new Builder(status);
        builder.requestId = requestId;
        builder.correlationId = correlationId;
        builder.msCv = msCv;
        builder.mfaCompliant = mfaCompliant;
        builder.etag = etag;
        builder.bodyAbsent = bodyAbsent;
        builder.reconciled = reconciled;
        return builder;
    }

    /**
     * Returns a builder.
     *
     * @param status the HTTP status, 200 to 299
     * @return a new builder, not thread-safe
     * @throws IllegalArgumentException if the status is not 200 to 299
     */
    public static Builder builder(int status) {
        return new Builder(status);
    }

    /**
     * Returns the HTTP status.
     *
     * @return 200 to 299
     */
    public int status() {
        return status;
    }

    /**
     * Returns the {@code MS-RequestId} of the response, as the service spelled it.
     *
     * @return the id, or null if the response had none
     */
    public @Nullable String requestId() {
        return requestId;
    }

    /**
     * Returns the {@code MS-CorrelationId} of the response, as the service spelled it.
     *
     * @return the id, or null if the response had none
     */
    public @Nullable String correlationId() {
        return correlationId;
    }

    /**
     * Returns the correlation vector {@code MS-CV}. Microsoft's support can find the call by it.
     *
     * @return the vector, or null if the response had none
     */
    public @Nullable String msCv() {
        return msCv;
    }

    /**
     * Returns the service's result of the check for multi-factor authentication ({@code isMfaCompliant}). The service
     * only sends it if the call has {@code validateMfa}, and not always then.
     *
     * @return the result, or null if the response had none
     */
    public @Nullable Boolean mfaCompliant() {
        return mfaCompliant;
    }

    /**
     * Returns the ETag of the profile, from the header or else from the attributes of the profile.
     *
     * @return the ETag as the service wrote it, or null. The documented service sends none
     */
    public @Nullable String etag() {
        return etag;
    }

    /**
     * Returns whether the response to an update had no body. Then the profile of the reply is the one that was sent.
     *
     * @return true if the response had no body
     */
    public boolean bodyAbsent() {
        return bodyAbsent;
    }

    /**
     * Returns whether the write's outcome was unknown and a read showed that it was applied. Then all other metadata is
     * that of the read.
     *
     * @return true if a read confirmed the write
     */
    public boolean reconciled() {
        return reconciled;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ResponseMetadata that
                && status == that.status
                && bodyAbsent == that.bodyAbsent
                && reconciled == that.reconciled
                && Objects.equals(requestId, that.requestId)
                && Objects.equals(correlationId, that.correlationId)
                && Objects.equals(msCv, that.msCv)
                && Objects.equals(mfaCompliant, that.mfaCompliant)
                && Objects.equals(etag, that.etag);
    }

    @Override
    public int hashCode() {
        return Objects.hash(status, requestId, correlationId, msCv, mfaCompliant, etag, bodyAbsent, reconciled);
    }

    @Override
    public String toString() {
        return "ResponseMetadata[status=" + status + ", requestId=" + requestId + ", correlationId=" + correlationId
                + ", msCv=" + msCv + "]";
    }

    /** Builds {@link ResponseMetadata}. For gateways. Not thread-safe. */
    public static final class Builder {
        private final int status;
        private @Nullable String requestId;
        private @Nullable String correlationId;
        private @Nullable String msCv;
        private @Nullable Boolean mfaCompliant;
        private @Nullable String etag;
        private boolean bodyAbsent;
        private boolean reconciled;

        private Builder(int status) {
            if (status < 200 || status > 299) {
                throw new IllegalArgumentException("status must be 200 to 299, but is " + status);
            }
            this.status = status;
        }

        /**
         * Sets the echoed request id.
         *
         * @param requestId the id, or null
         * @return this
         */
        public Builder requestId(@Nullable String requestId) {
            this.requestId = requestId;
            return this;
        }

        /**
         * Sets the echoed correlation id.
         *
         * @param correlationId the id, or null
         * @return this
         */
        public Builder correlationId(@Nullable String correlationId) {
            this.correlationId = correlationId;
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
         * Sets the ETag.
         *
         * @param etag the ETag, or null
         * @return this
         */
        public Builder etag(@Nullable String etag) {
            this.etag = etag;
            return this;
        }

        /**
         * Sets whether the response had no body.
         *
         * @param bodyAbsent true if it had none
         * @return this
         */
        public Builder bodyAbsent(boolean bodyAbsent) {
            this.bodyAbsent = bodyAbsent;
            return this;
        }

        /**
         * Sets whether a read confirmed the write. For clients.
         *
         * @param reconciled true if so
         * @return this
         */
        public Builder reconciled(boolean reconciled) {
            this.reconciled = reconciled;
            return this;
        }

        /**
         * Builds the metadata.
         *
         * @return the metadata
         */
        public ResponseMetadata build() {
            return new ResponseMetadata(this);
        }
    }
}
