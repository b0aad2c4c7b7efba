package io.github.partnercenter4j.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import okhttp3.ResponseBody;

/** The official SDK's style: the body as a text, and a tree of it. */
final class JacksonTree implements RawOkHttp.Parser {

    private final ObjectMapper mapper = new ObjectMapper();

    @Override
    public String telephone(ResponseBody body) throws IOException {
        return mapper.readTree(body.string()).get("telephone").asText();
    }

    @Override
    public byte[] profile() throws IOException {
        return mapper.writeValueAsBytes(mapper.createObjectNode()
                .put("Email", Ours.PROFILE.email())
                .put("Telephone", Ours.PROFILE.telephone())
                .put("Website", Ours.PROFILE.website())
                .put("ProfileType", "support_profile")
                .set("Attributes", mapper.createObjectNode().put("ObjectType", "PartnerSupportProfile")));
    }
}
