package io.github.partnercenter4j.testkit.memory;

import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.TransportException;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.ResourcePath;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.testkit.RawHttp;
import io.github.partnercenter4j.testkit.http.HttpAnswer;
import io.github.partnercenter4j.testkit.json.JsonWriter;
import io.github.partnercenter4j.testkit.service.ProfileJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A gateway over plain HTTP for the fake's own tests. Each exchange blocks and uses its own connection. It reads a
 * response like the in-memory gateway.
 */
public final class RawHttpGateway implements SupportProfileGateway {

    private final Cloud cloud;

    public RawHttpGateway(Cloud cloud) {
        this.cloud = cloud;
    }

    @Override
    public CompletableFuture<SupportProfileReply> fetch(RequestContext context) {
        return exchange("GET " + cloud.apiBase().getRawPath() + ResourcePath.SUPPORT.path(), null, context);
    }

    @Override
    public CompletableFuture<SupportProfileReply> replace(SupportProfile profile, RequestContext context) {
        return exchange("PUT " + cloud.apiBase().getRawPath() + context.path().path(), profile, context);
    }

    private CompletableFuture<SupportProfileReply> exchange(
            String asked, @Nullable SupportProfile sent, RequestContext context) {
        String body = sent == null ? "" : JsonWriter.write(ProfileJson.request(sent));
        try {
            RawHttp.Answer answer = RawHttp.send(cloud.apiBase(), body, head(asked, sent != null, context));
            return CompletableFuture.completedFuture(
                    new AnswerReader(context, sent).read(new Performance(read(answer), Performance.Ending.WHOLE)));
        } catch (PartnerCenterException refused) {
            return CompletableFuture.failedFuture(refused);
        } catch (IOException broken) {
            return CompletableFuture.failedFuture(
                    TransportException.io(context, WriteOutcome.UNKNOWN, "The connection broke.", broken));
        }
    }

    private static String[] head(String asked, boolean isWrite, RequestContext context) {
        Map<String, @Nullable String> headers = new TreeMap<>();
        headers.put("Authorization", "Bearer " + context.accessToken().value());
        headers.put("Accept", "application/json");
        headers.put("Content-Type", isWrite ? "application/json" : null);
        headers.put("If-Match", context.ifMatch());
        headers.put("MS-Contract-Version", "v1");
        headers.put("MS-CorrelationId", context.correlationId());
        headers.put("MS-RequestId", context.requestId());
        headers.put("ValidateMfa", context.validateMfa() ? "true" : null);
        headers.put("X-Locale", context.locale());
        List<String> lines = new ArrayList<>(List.of(asked + " HTTP/1.1"));
        headers.forEach((name, value) -> {
            if (value != null) {
                lines.add(name + ": " + value);
            }
        });
        return lines.toArray(new String[0]);
    }

    private static HttpAnswer read(RawHttp.Answer raw) {
        HttpAnswer answer = HttpAnswer.of(raw.status()).body(raw.body());
        for (String line : raw.headers()) {
            int colon = line.indexOf(':');
            answer = answer.header(
                    line.substring(0, colon), line.substring(colon + 1).strip());
        }
        return answer;
    }

    @Override
    public void close() {}
}
