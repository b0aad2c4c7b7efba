package io.github.partnercenter4j.testkit.entra;

import io.github.partnercenter4j.testkit.entra.Grants.DeviceCodes;
import io.github.partnercenter4j.testkit.http.HttpAnswer;
import io.github.partnercenter4j.testkit.json.Json;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The sign-in page. The fake's user signs in at once. Thread-safe. */
record SignInPage(
        Clients clients,
        Grants grants,
        Resources resources,
        Tokens tokens,
        Rules rules,
        Answers answers,
        Surroundings around) {

    private static final String DEVICE_PAGE = "/common/oauth2/deviceauth";

    private static final String SUBMIT = "document.forms[0].submit();";

    /** The page can run only that script, and can submit only to a web address. */
    private static final String SUBMIT_ONLY =
            "default-src 'none'; script-src 'sha256-" + sha256(SUBMIT) + "'; form-action http: https:; base-uri 'none'";

    private static final String ID_TOKEN = "id_token";
    private static final Set<Set<String>> TYPES = Set.of(Set.of("code"), Set.of(ID_TOKEN), Set.of("code", ID_TOKEN));

    /** Signs the fake user in, and sends the browser back with a code or an error. */
    HttpAnswer authorize(LoginRequest request, String tenant) throws RefusedException {
        Form form = request.form();
        App app = clients.named(request.clientId());
        String redirectUri = form.require("redirect_uri");
        if (!mayBeSentTo(redirectUri)) {
            throw new RefusedException(Aadsts.REDIRECT_INVALID);
        }
        Set<String> types =
                new HashSet<>(List.of(form.require("response_type").trim().split(" +", -1)));
        Scope scope = granted(request);
        String mode = types.contains(ID_TOKEN) ? "fragment" : "query";
        Map<String, String> result = new LinkedHashMap<>();
        try {
            if (!TYPES.contains(types)) {
                throw new RefusedException(Aadsts.RESPONSE_TYPE_UNKNOWN);
            }
            mode = mode(form.get("response_mode"), mode);
            boolean mfa = Claims.demandMfa(form.get("claims")) || rules.mfa();
            SignIn signIn = new SignIn(app, tenant, mfa, form.get("nonce"), scope);
            result.putAll(signedIn(request, signIn, redirectUri, types));
        } catch (RefusedException refused) {
            result.put("error", refused.reason().error());
            result.put("error_description", String.valueOf(refused.getMessage()));
        }
        String state = form.get("state");
        if (state != null) {
            result.put("state", state);
        }
        return switch (mode) {
            case "form_post" -> answers.html(request, 200, selfPosting(redirectUri, result), SUBMIT_ONLY);
            case "fragment" -> answers.redirect(request, redirectUri + "#" + encoded(result));
            default ->
                answers.redirect(request, redirectUri + (redirectUri.contains("?") ? "&" : "?") + encoded(result));
        };
    }

    /** Returns the granted scope. Version 2 requires a scope in the request. */
    private Scope granted(LoginRequest request) throws RefusedException {
        Scope asked = resources.asked(request);
        if (asked == null && request.version() == 2) {
            throw new RefusedException(Aadsts.PARAMETER_MISSING, "'scope'.");
        }
        return resources.granted(asked);
    }

    /** Returns the response mode. An id token is never sent in a query, because servers log URLs. */
    private static String mode(@Nullable String asked, String standard) throws RefusedException {
        if (asked == null || asked.equals(standard)) {
            return standard;
        }
        boolean isKnown = asked.equals("fragment") || asked.equals("form_post");
        if (!isKnown) {
            throw new RefusedException(Aadsts.RESPONSE_MODE_UNKNOWN);
        }
        return asked;
    }

    private Map<String, String> signedIn(LoginRequest request, SignIn signIn, String redirectUri, Set<String> types)
            throws RefusedException {
        Form form = request.form();
        String method = form.get("code_challenge_method", "plain");
        if (!method.equals("plain") && !method.equals("S256")) {
            throw new RefusedException(Aadsts.PKCE_METHOD_UNKNOWN);
        }
        if (types.contains(ID_TOKEN)) {
            form.require("nonce");
        }
        if (rules.takeDenial()) {
            throw new RefusedException(Aadsts.SIGN_IN_DENIED);
        }
        String code = types.contains("code")
                ? grants.issueCode(signIn, redirectUri, form.get("code_challenge"), method.equals("plain"))
                : null;
        Map<String, String> result = new LinkedHashMap<>();
        if (code != null) {
            result.put("code", code);
        }
        if (types.contains(ID_TOKEN)) {
            result.put(ID_TOKEN, tokens.idToken(request, signIn, rules.life(), code));
        }
        result.put("session_state", Tokens.userId(signIn.tenant()));
        return result;
    }

    /** Returns whether the page may submit to an address. A {@code javascript:} address would run code on the page. */
    private static boolean mayBeSentTo(String redirectUri) {
        try {
            URI uri = new URI(redirectUri);
            return ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()))
                    && uri.getRawAuthority() != null
                    && uri.getRawFragment() == null
                    && redirectUri.chars().allMatch(c -> c > ' ' && c < 0x7f);
        } catch (URISyntaxException unreadable) {
            return false;
        }
    }

    private static String encoded(Map<String, String> values) {
        StringBuilder query = new StringBuilder();
        values.forEach((name, value) -> query.append(query.length() == 0 ? "" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return query.toString();
    }

    private static String selfPosting(String target, Map<String, String> values) {
        StringBuilder page = new StringBuilder("<html><head><title>Working...</title></head><body>"
                + "<form method=\"POST\" name=\"hiddenform\" action=\"" + escaped(target) + "\">");
        values.forEach((name, value) -> page.append("<input type=\"hidden\" name=\"")
                .append(name)
                .append("\" value=\"")
                .append(escaped(value))
                .append("\" />"));
        return page.append("<noscript><input type=\"submit\" value=\"Submit\" /></noscript></form>")
                .append("<script>" + SUBMIT + "</script></body></html>")
                .toString();
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("\"", "&quot;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }

    /** Issues device codes. */
    Json deviceCode(LoginRequest request, String tenant) throws RefusedException {
        App app = clients.named(request.clientId());
        boolean mfa = Claims.demandMfa(request.form().get("claims")) || rules.mfa();
        DeviceCodes codes = grants.issueDeviceCode(new SignIn(app, tenant, mfa, null, granted(request)));
        String page = around.authority(request) + DEVICE_PAGE;
        return Json.members()
                .add("user_code", codes.userCode())
                .add("device_code", codes.deviceCode())
                .add("verification_uri", page)
                .add("expires_in", Grants.DEVICE_LIFE.toSeconds())
                .add("interval", 5)
                .add(
                        "message",
                        "To sign in, use a web browser to open the page " + page + " and enter the code "
                                + codes.userCode() + " to authenticate.")
                .object();
    }

    /** The page of the URL in the message of a device. */
    HttpAnswer devicePage(LoginRequest request) {
        return answers.html(
                request,
                200,
                "<html><body>This is a fake login: it lets the device in at its second request.</body></html>");
    }

    /** The page for a browser that cannot be sent back. */
    HttpAnswer refused(LoginRequest request, @Nullable String why) {
        return answers.html(request, 400, "<html><body>" + escaped(String.valueOf(why)) + "</body></html>");
    }
}
