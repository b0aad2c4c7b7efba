package io.github.partnercenter4j.benchmarks;

import io.github.partnercenter4j.model.Cloud;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Where a server is, and who may use it.
 *
 * @param url its address, without a slash at the end
 * @param token what it accepts
 */
record Endpoint(String url, String token) {

    static final String GET_PATH = "/v1/profiles/support";
    static final String PUT_PATH = "/v1/profiles/supportprofile";

    Cloud cloud() {
        return Cloud.custom(URI.create(url), URI.create("https://localhost"), "https://localhost/.default");
    }

    /** The headers that each way to call sends: everyone must make two ids a call. */
    Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Authorization", "Bearer " + token);
        headers.put("Accept", "application/json");
        headers.put("Accept-Encoding", "identity");
        headers.put("MS-RequestId", UUID.randomUUID().toString());
        headers.put("MS-CorrelationId", UUID.randomUUID().toString());
        headers.put("MS-Contract-Version", "v1");
        headers.put("X-Locale", "en-US");
        headers.put("User-Agent", "benchmark");
        return headers;
    }
}
