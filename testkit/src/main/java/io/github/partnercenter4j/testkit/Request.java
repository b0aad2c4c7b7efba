package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.testkit.service.Secrets;
import io.github.partnercenter4j.testkit.service.ServiceRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The condition for requests of a {@link FaultRule} or a {@link Verification}. Each method adds a condition; all must
 * be true. Immutable, and thread-safe if the predicates are. A predicate must not throw and must not call the fake.
 *
 * <pre>{@code
 * Request.put().tenant(tenant).header("X-Locale", "sv-SE").body(text -> text.contains("\"Website\":null"))
 * }</pre>
 */
public final class Request {

    private final List<Condition> conditions;

    private Request(List<Condition> conditions) {
        this.conditions = conditions;
    }

    /** One condition, with its text and the actual value for messages. */
    private record Condition(String words, boolean ofBody, Predicate<Sight> test, Function<Sight, String> found) {}

    /** The visible parts of a request. */
    private record Sight(
            ServiceRequest head,
            @Nullable String tenant,
            @Nullable String text) {}

    /** {@return a condition for all requests} */
    public static Request any() {
        return new Request(List.of());
    }

    /** {@return a condition for reads: requests with method {@code GET}} */
    public static Request get() {
        return method("GET");
    }

    /** {@return a condition for updates: requests with method {@code PUT}} */
    public static Request put() {
        return method("PUT");
    }

    /**
     * Returns a condition for requests with a method.
     *
     * @param method the exact method
     * @return the requests
     */
    public static Request method(String method) {
        Objects.requireNonNull(method, "method");
        return any().and(
                        method,
                        sight -> sight.head.method().equals(method),
                        sight -> Secrets.hide(sight.head.method()));
    }

    /**
     * Adds a condition on the path.
     *
     * @param path the exact path, such as {@code /v1/profiles/support}, without the query
     * @return the requests
     * @throws IllegalArgumentException if it does not begin with a slash, or has a question mark
     */
    public Request path(String path) {
        if (!path.startsWith("/") || path.indexOf('?') >= 0) {
            throw new IllegalArgumentException(
                    "A path must start with a slash and must not have a query, such as /v1/profiles/support, not "
                            + Secrets.hide(path) + ".");
        }
        return and(
                "path " + path,
                sight -> sight.head.path().equals(path),
                sight -> "path " + Secrets.hide(sight.head.path()));
    }

    /**
     * Adds a condition on the tenant of the token.
     *
     * @param tenant the id of the partner tenant, any GUID, or a domain name
     * @return the requests
     * @throws IllegalArgumentException if the tenant is neither
     */
    public Request tenant(String tenant) {
        String key = FakeTokens.tenantKey(tenant);
        return and(
                "tenant " + key,
                sight -> key.equals(sight.tenant),
                sight -> sight.tenant == null ? "no tenant's token" : "tenant " + sight.tenant);
    }

    /**
     * Adds a condition on the value of a header.
     *
     * @param name the name of the header; upper and lower case are equal
     * @param value the exact value
     * @return the requests
     */
    public Request header(String name, String value) {
        Objects.requireNonNull(value, "value");
        return and(
                name + ": " + (Secrets.isSecret(name) ? "<redacted>" : value),
                sight -> sight.head.headers().all(name).contains(value),
                sight -> found(sight, name));
    }

    /**
     * Adds a condition on the value of a header, with a predicate.
     *
     * @param name the name of the header; upper and lower case are equal
     * @param value returns true for a matching value; not called if the header is missing
     * @return the requests
     */
    public Request header(String name, Predicate<? super String> value) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
        return and(
                "a certain " + name,
                sight -> isAny(sight.head.headers().all(name), value),
                sight -> found(sight, name));
    }

    private static boolean isAny(List<String> values, Predicate<? super String> right) {
        for (String value : values) {
            if (right.test(value)) {
                return true;
            }
        }
        return false;
    }

    private static String found(Sight sight, String header) {
        List<String> shown = new ArrayList<>();
        for (String value : sight.head.headers().all(header)) {
            shown.add(header + ": " + Secrets.hide(header, value));
        }
        return shown.isEmpty() ? "no " + header : String.join(", ", shown);
    }

    /**
     * Adds a condition on the body. The fake does not read the body of a request that it refuses because of its head,
     * so such a request does not match. If there is a rule with a condition on the body, the fake chooses all faults
     * only after the body.
     *
     * @param text returns true for a matching body, read as UTF-8
     * @return the requests
     */
    public Request body(Predicate<? super String> text) {
        Objects.requireNonNull(text, "text");
        return with(new Condition(
                "a certain body",
                true,
                sight -> sight.text != null && text.test(sight.text),
                sight -> sight.text == null ? "none that was read" : "another"));
    }

    /** Returns whether there is no condition. */
    boolean isAny() {
        return conditions.isEmpty();
    }

    boolean looksAtBody() {
        for (Condition condition : conditions) {
            if (condition.ofBody) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether a request can match, according to its head. */
    boolean mayInclude(ServiceRequest head, @Nullable String tenant) {
        return includes(new Sight(head, tenant, null), true);
    }

    /**
     * Returns whether a request matches.
     *
     * @param tenant the tenant of the token, or null
     * @param body the body, or null if it was not read
     */
    boolean includes(ServiceRequest head, @Nullable String tenant, byte @Nullable [] body) {
        String text = body == null || !looksAtBody() ? null : new String(body, StandardCharsets.UTF_8);
        return includes(new Sight(head, tenant, text), false);
    }

    /**
     * Returns the differences of a request, a line for each condition that is not true.
     *
     * @param bodies whether to show a body that does not match
     */
    List<String> differences(ServiceRequest head, @Nullable String tenant, byte @Nullable [] body, boolean bodies) {
        Sight sight = new Sight(head, tenant, body == null ? null : new String(body, StandardCharsets.UTF_8));
        List<String> differences = new ArrayList<>();
        for (Condition condition : conditions) {
            if (!condition.test.test(sight)) {
                String text = bodies && condition.ofBody ? sight.text : null;
                differences.add("wanted " + Secrets.hide(condition.words) + ", found "
                        + (text == null ? condition.found.apply(sight) : Secrets.hide(text)));
            }
        }
        return differences;
    }

    private boolean includes(Sight sight, boolean whateverTheBody) {
        for (Condition condition : conditions) {
            if (!(condition.ofBody && whateverTheBody) && !condition.test.test(sight)) {
                return false;
            }
        }
        return true;
    }

    private Request and(String words, Predicate<Sight> test, Function<Sight, String> found) {
        return with(new Condition(words, false, test, found));
    }

    private Request with(Condition condition) {
        List<Condition> more = new ArrayList<>(conditions);
        more.add(condition);
        return new Request(List.copyOf(more));
    }

    /** Returns the conditions as text, without predicates and tokens. */
    @Override
    public String toString() {
        List<String> words = new ArrayList<>();
        for (Condition condition : conditions) {
            words.add(condition.words);
        }
        return words.isEmpty() ? "any request" : Secrets.hide(String.join(", ", words));
    }
}
