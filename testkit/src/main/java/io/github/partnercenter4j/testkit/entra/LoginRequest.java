package io.github.partnercenter4j.testkit.entra;

import io.github.partnercenter4j.testkit.http.HttpHead;
import io.github.partnercenter4j.testkit.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A request to the login. Immutable. */
public final class LoginRequest {

    private static final String V1_TOKEN = "/oauth2/token";
    private static final String V2_TOKEN = "/oauth2/v2.0/token";
    private static final String BASIC = "basic ";

    private final HttpHead head;
    private final String tenant;
    private final String route;
    private final Form form;

    public LoginRequest(HttpRequest request) {
        this.head = request.head();
        String path = head.path();
        int end = path.indexOf('/', 1);
        this.tenant = Form.decoded(path.substring(1, Math.max(end, 1)));
        this.route = end < 0 ? "" : path.substring(end);
        String contentType = Objects.requireNonNullElse(head.headers().first("Content-Type"), "");
        boolean isForm = contentType.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded");
        this.form = new Form(
                head.method().equals("GET") || head.method().equals("HEAD")
                        ? Objects.requireNonNullElse(head.query(), "")
                        : isForm ? new String(request.body(), StandardCharsets.UTF_8) : "");
    }

    /** Returns whether a path is the token endpoint. */
    public static boolean isToken(String path) {
        return path.endsWith(V1_TOKEN) || path.endsWith(V2_TOKEN);
    }

    /** How a client authenticates itself. */
    public enum Proof {
        /** Not at all. */
        NONE,
        /** By a secret in the form. */
        SECRET,
        /** By a secret in the header. */
        BASIC,
        /** By an assertion in the form. */
        ASSERTION
    }

    public Proof proof() {
        if (form.get("client_assertion") != null) {
            return Proof.ASSERTION;
        }
        if (form.get("client_secret") != null) {
            return Proof.SECRET;
        }
        return basic() == null ? Proof.NONE : Proof.BASIC;
    }

    public String target() {
        return head.target();
    }

    /** Returns the tenant in the path, decoded. */
    public String tenant() {
        return tenant;
    }

    /** Returns the version of the endpoint, 1 or 2. */
    public int version() {
        return route.contains("/v2.0/") ? 2 : 1;
    }

    /** Returns the grant type, or an empty text. */
    public String grantType() {
        return form.get("grant_type", "");
    }

    /** Returns the scope or, in version 1, the resource, or an empty text. */
    public String scope() {
        return form.get(version() == 2 ? "scope" : "resource", "");
    }

    /** Returns the client id, or an empty text. */
    public String clientId() {
        String[] basic = basic();
        return form.get("client_id", basic == null ? "" : basic[0]);
    }

    /** Returns the secret in the form or in the header, or null. */
    @Nullable
    String secret() {
        String[] basic = basic();
        return form.get("client_secret") != null || basic == null ? form.get("client_secret") : basic[1];
    }

    String method() {
        return head.method();
    }

    /** Returns the path after the tenant. */
    String route() {
        return route;
    }

    Form form() {
        return form;
    }

    @Nullable
    String header(String name) {
        return head.headers().first(name);
    }

    /** Returns the client's own id of the request if it is a GUID, or null. */
    @Nullable
    String clientRequestId() {
        return head.headers().guid("client-request-id");
    }

    /** Returns id and secret of the header, each encoded like a form value (RFC 6749, 2.3.1), or null. */
    private String @Nullable [] basic() {
        String value = header("Authorization");
        if (value == null || !value.toLowerCase(Locale.ROOT).startsWith(BASIC)) {
            return null;
        }
        try {
            String pair = new String(
                    Base64.getDecoder().decode(value.substring(BASIC.length()).strip()), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0
                    ? null
                    : new String[] {Form.decoded(pair.substring(0, colon)), Form.decoded(pair.substring(colon + 1))};
        } catch (IllegalArgumentException noBase64) {
            return null;
        }
    }
}
