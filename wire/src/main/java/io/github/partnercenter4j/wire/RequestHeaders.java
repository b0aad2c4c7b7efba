package io.github.partnercenter4j.wire;

import io.github.partnercenter4j.port.RequestContext;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The headers of a request. There is intentionally no {@code Expect}, no cookie and nothing that names Microsoft's
 * SDKs. The transport adds {@code Host}, {@code Connection} and {@code Content-Length}. Pure functions, thread-safe.
 */
public final class RequestHeaders {

    private static final String USER_AGENT = "partnercenter4j/" + Version.CURRENT;

    private RequestHeaders() {}

    /**
     * Returns the headers of a request that reads the profile.
     *
     * @param context the exchange
     * @return name to value in the order to send, as a new map. It contains the access token: do not log it
     */
    public static Map<String, String> forFetch(RequestContext context) {
        return common(context);
    }

    /**
     * Returns the headers of a request that replaces the profile: those of {@link #forFetch} and the content type,
     * without a charset, as documented.
     *
     * @param context the exchange
     * @return name to value in the order to send, as a new map. It contains the access token: do not log it
     */
    public static Map<String, String> forReplace(RequestContext context) {
        Map<String, String> headers = common(context);
        headers.put("Content-Type", ProfileJson.MEDIA_TYPE);
        return headers;
    }

    private static Map<String, String> common(RequestContext context) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Authorization", "Bearer " + context.accessToken().value());
        headers.put("Accept", "application/json");
        // A profile is too small for compression, and without it there are no decompression bombs.
        headers.put("Accept-Encoding", "identity");
        headers.put("MS-RequestId", context.requestId());
        headers.put("MS-CorrelationId", context.correlationId());
        headers.put("MS-Contract-Version", "v1");
        headers.put("X-Locale", context.locale());
        headers.put("User-Agent", USER_AGENT);
        String applicationName = context.applicationName();
        if (applicationName != null) {
            headers.put("MS-PartnerCenter-Application", applicationName);
        }
        if (context.validateMfa()) {
            headers.put("ValidateMfa", "true");
        }
        String ifMatch = context.ifMatch();
        if (ifMatch != null) {
            headers.put("If-Match", ifMatch);
        }
        return headers;
    }
}
