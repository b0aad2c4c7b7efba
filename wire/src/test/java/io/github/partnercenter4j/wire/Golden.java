package io.github.partnercenter4j.wire;

import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.RequestContext;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The exchange of Partner Center's documentation, unchanged, with helpers to vary it. */
final class Golden {

    static final String REQUEST_ID = "603f3cd9-01b8-48f2-b65d-855a246f5bfd";
    static final String CORRELATION_ID = "20604323-50bf-4738-9968-c5486ab32be0";

    static final String REQUEST = """
            {"Email":"email@sample.com","Telephone":"4255555555","Website":"www.microsoft.com",\
            "ProfileType":"support_profile","Attributes":{"ObjectType":"PartnerSupportProfile"}}""";

    static final String ANSWER = """
            {"email":"email@sample.com","telephone":"4255555555","website":"www.microsoft.com",\
            "profileType":"support_profile",\
            "links":{"self":{"uri":"/v1/profiles/support","method":"GET","headers":[]}},\
            "attributes":{"objectType":"PartnerSupportProfile"}}""";

    static final String BOM = "\uFEFF";

    static final RequestContext CONTEXT = RequestContext.builder()
            .requestId(REQUEST_ID)
            .correlationId(CORRELATION_ID)
            .accessToken(AccessToken.of("token-canary"))
            .build();

    static final SupportProfile PROFILE = SupportProfile.builder()
            .email("email@sample.com")
            .telephone("4255555555")
            .website("www.microsoft.com")
            .build();

    private Golden() {}

    /** The headers of the documented response. */
    static Headers headers() {
        return new Headers()
                .with("Content-Type", "application/json; charset=utf-8")
                .with("MS-RequestId", REQUEST_ID)
                .with("MS-CorrelationId", CORRELATION_ID);
    }

    static WireBody body(String text) {
        return body(utf8(text));
    }

    static WireBody body(byte[] bytes) {
        return WireBody.read(new ByteArrayInputStream(bytes), WireBody.limitFor(200));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Headers that a test fills. */
    static final class Headers implements HeaderLookup {
        private final Map<String, List<String>> lines = new LinkedHashMap<>();

        /** Adds a line. */
        Headers with(String name, String value) {
            lines.computeIfAbsent(name.toLowerCase(Locale.ROOT), key -> new ArrayList<>())
                    .add(value);
            return this;
        }

        Headers without(String name) {
            lines.remove(name.toLowerCase(Locale.ROOT));
            return this;
        }

        @Override
        public List<String> all(String name) {
            return lines.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
        }
    }
}
