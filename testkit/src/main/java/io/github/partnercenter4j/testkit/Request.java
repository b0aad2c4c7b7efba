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
 * Which requests a {@link FaultRule} is for, or a {@link Verification}. Each method narrows it down: all that was said must
 * hold. Immutable, and thread-safe as far as the predicates are; those must neither throw nor ask anything of the fake.
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

    /** One thing that must hold; for messages, in words, and what there is of it in a request. */
    private record Condition(String words, boolean ofBody, Predicate<Sight> test, Function<Sight, String> found) {}

    /** What can be seen of a request. */
    private record Sight(
            ServiceRequest head,
            @Nullable String tenant,
            @Nullable String text) {}

    /**
     * Returns every request.
     *
     * @return the requests
     */
    public static Request any() {
        return new Request(List.of());
    }

    /**
     * Returns the reads.
     *
     * @return the requests with method {@code GET}
     */
    public static Request get() {
        return method("GET");
    }

    /**
     * Returns the updates.
     *
     * @return the requests with method {@code PUT}
     */
    public static Request put() {
        return method("PUT");
    }

    /**
     * Returns the requests with a method.
     *
     * @param method the method, exactly
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
     * Returns those of these requests with a path.
     *
     * @param path the path, exactly, such as {@code /v1/profiles/support}; what follows a question mark does not count
     * @return the requests
     * @throws IllegalArgumentException if no request can have it: without a slash before it, or with a question mark
     */
    public Request path(String path) {
        if (!path.startsWith("/") || path.indexOf('?') >= 0) {
            throw new IllegalArgumentException(
                    "A path begins with a slash and ends before a question mark, such as /v1/profiles/support, not "
                            + Secrets.hide(path) + ".");
        }
        return and(
                "path " + path,
                sight -> sight.head.path().equals(path),
                sight -> "path " + Secrets.hide(sight.head.path()));
    }

    /**
     * Returns those of these requests whose token is a tenant's.
     *
     * @param tenant the partner tenant's id, a GUID
     * @return the requests
     * @throws IllegalArgumentException if the tenant is no GUID
     */
    public Request tenant(String tenant) {
        String key = FakeTokens.tenantKey(tenant);
        return and(
                "tenant " + key,
                sight -> key.equals(sight.tenant),
                sight -> sight.tenant == null ? "no tenant's token" : "tenant " + sight.tenant);
    }

    /**
     * Returns those of these requests with a header.
     *
     * @param name the header's name, in any case
     * @param value its value, exactly
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
     * Returns those of these requests with a header whose value is right.
     *
     * @param name the header's name, in any case
     * @param value tells whether a value is right; not asked where the header is missing
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
     * Returns those of these requests whose body is right. The body of a request that the fake refuses by its head is not
     * read, so none of these is one of them. While there is a rule for such requests, every choice waits for the body, so a
     * fault after the head comes after it too.
     *
     * @param text tells whether a body, read as UTF-8, is right
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

    /** Tells whether these are all requests, so that nothing need be known of one. */
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

    /** Tells whether a request is one of these, as far as its head says. */
    boolean mayInclude(ServiceRequest head, @Nullable String tenant) {
        return includes(new Sight(head, tenant, null), true);
    }

    /**
     * Tells whether a request is one of these.
     *
     * @param tenant whose token came, or null if nobody's
     * @param body the body, or null if it is not read
     */
    boolean includes(ServiceRequest head, @Nullable String tenant, byte @Nullable [] body) {
        String text = body == null || !looksAtBody() ? null : new String(body, StandardCharsets.UTF_8);
        return includes(new Sight(head, tenant, text), false);
    }

    /**
     * Returns in what a request differs from these, a line for each thing that does not hold.
     *
     * @param bodies whether a body that is wrong is shown
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

    /** Returns these requests in words: no predicate, and no token. */
    @Override
    public String toString() {
        List<String> words = new ArrayList<>();
        for (Condition condition : conditions) {
            words.add(condition.words);
        }
        return words.isEmpty() ? "any request" : Secrets.hide(String.join(", ", words));
    }
}
