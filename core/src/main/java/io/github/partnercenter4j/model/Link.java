package io.github.partnercenter4j.model;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A link that Partner Center attached to a resource. The client never follows it. Immutable. */
public final class Link {

    /**
     * A header that a request to the link needs.
     *
     * @param key the header's name
     * @param value the header's value
     */
    public record Header(String key, String value) {
        /** Creates the header; null is not allowed. */
        public Header {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(value, "value");
        }
    }

    private final @Nullable String uri;
    private final @Nullable String method;
    private final List<Header> headers;

    private Link(@Nullable String uri, @Nullable String method, List<Header> headers) {
        this.uri = uri;
        this.method = method;
        this.headers = List.copyOf(headers);
    }

    /**
     * Returns a link with these parts.
     *
     * @param uri the link's URI, or null if the service named none
     * @param method the HTTP method, or null if the service named none
     * @param headers the headers that a request to the link needs, usually none
     * @return the link
     */
    public static Link of(@Nullable String uri, @Nullable String method, List<Header> headers) {
        return new Link(uri, method, headers);
    }

    /**
     * Returns the URI as the service wrote it.
     *
     * @return the URI, relative to the service, or null
     */
    public @Nullable String uri() {
        return uri;
    }

    /**
     * Returns the HTTP method to use.
     *
     * @return the method, or null
     */
    public @Nullable String method() {
        return method;
    }

    /**
     * Returns the headers that a request to the link needs.
     *
     * @return an unmodifiable list, usually empty
     */
    public List<Header> headers() {
        return headers;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Link that
                && Objects.equals(uri, that.uri)
                && Objects.equals(method, that.method)
                && headers.equals(that.headers);
    }

    @Override
    public int hashCode() {
        return Objects.hash(uri, method, headers);
    }

    @Override
    public String toString() {
        return "Link[" + method + " " + uri + "]";
    }
}
