package io.github.partnercenter4j.examples.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request as a template. Tokens, ids and long texts are placeholders, which are filled in when it is sent. So the
 * template can be shown to everybody.
 *
 * @param method the method
 * @param path the path, or {@link #UPDATE}
 * @param headers the headers in order, each as "name: value"
 * @param body the body, or null
 */
record Ask(
        String method,
        String path,
        List<String> headers,
        @Nullable String body) {

    /** The path on which the service accepts updates, which earlier questions find out. */
    static final String UPDATE = "<update path>";

    static final String READ_PATH = "/v1/profiles/support";
    static final String DOCUMENTED_UPDATE_PATH = "/v1/profiles/supportprofile";

    /** A new GUID. {@code <guid 1>} is the same one in all requests of a question. */
    static final String GUID = "<guid>";

    private static final Set<String> HARMLESS = Set.of("GET", "HEAD", "OPTIONS");

    Ask {
        headers = List.copyOf(headers);
    }

    /** Returns the request that all others are made from: a correct read. */
    static Ask read() {
        return new Ask(
                "GET",
                READ_PATH,
                List.of(
                        "Authorization: Bearer " + Credential.USER.placeholder(),
                        "Accept: application/json",
                        "MS-RequestId: " + GUID,
                        "MS-CorrelationId: " + GUID,
                        "MS-Contract-Version: v1",
                        "X-Locale: en-US"),
                null);
    }

    /** Returns a correct update. */
    static Ask update(String body) {
        return read().method("PUT")
                .path(UPDATE)
                .with("Content-Type: application/json")
                .body(body);
    }

    Ask method(String other) {
        return new Ask(other, path, headers, body);
    }

    Ask path(String other) {
        return new Ask(method, other, headers, body);
    }

    Ask body(@Nullable String other) {
        return new Ask(method, path, headers, other);
    }

    /** Returns this request with a header in the place of those with the same name. */
    Ask with(String header) {
        return without(name(header)).also(header);
    }

    /** Returns this request with one more header, whatever others there are. */
    Ask also(String header) {
        List<String> more = new ArrayList<>(headers);
        more.add(header);
        return new Ask(method, path, more, body);
    }

    Ask without(String name) {
        return new Ask(
                method,
                path,
                headers.stream()
                        .filter(header -> !name(header).equalsIgnoreCase(name))
                        .toList(),
                body);
    }

    Ask requestId(String id) {
        return with("MS-RequestId: " + id);
    }

    Ask token(Credential credential) {
        return with("Authorization: Bearer " + credential.placeholder());
    }

    static String name(String header) {
        return header.substring(0, header.indexOf(':'));
    }

    static String value(String header) {
        return header.substring(header.indexOf(':') + 1).strip();
    }

    /** Returns whether the request can change nothing, by its method. */
    boolean isHarmless() {
        return HARMLESS.contains(method.toUpperCase(Locale.ROOT));
    }

    /** Returns the credential that is sent; the user's, if there is none. */
    Credential credential() {
        for (Credential credential : Credential.values()) {
            if (headers.stream().anyMatch(header -> header.endsWith(credential.placeholder()))) {
                return credential;
            }
        }
        return Credential.USER;
    }

    /** Returns the template as lines to show. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(method + " " + path);
        lines.addAll(headers);
        if (body != null) {
            lines.add(shownBody());
        }
        return lines;
    }

    /** Returns in one line what is sent, with the headers that not every request has. */
    String brief() {
        Ask usual = read();
        List<String> parts = new ArrayList<>();
        parts.add(method + " " + path);
        headers.stream().filter(header -> !usual.headers().contains(header)).forEach(parts::add);
        for (String header : usual.headers()) {
            String name = name(header);
            if (headers.stream().noneMatch(own -> name(own).equalsIgnoreCase(name))) {
                parts.add("without " + name);
            }
        }
        if (body != null) {
            parts.add(shownBody());
        }
        return String.join("; ", parts);
    }

    private String shownBody() {
        return body == null ? "" : body.isEmpty() ? "<empty body>" : body.replace("\uFEFF", "<BOM>");
    }
}
