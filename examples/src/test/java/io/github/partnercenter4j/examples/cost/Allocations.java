package io.github.partnercenter4j.examples.cost;

import com.sun.management.ThreadMXBean;
import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.SupportProfileOperations;
import io.github.partnercenter4j.model.ResponseMetadata;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.wire.ProfileJson;
import io.github.partnercenter4j.wire.RequestHeaders;
import io.github.partnercenter4j.wire.ResponseMapper;
import io.github.partnercenter4j.wire.WireBody;
import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Prints how many bytes the caller's thread allocates for each of some operations, one a line. Run it with the
 * interpreter ({@code -Xint}): compilers remove allocations, and it varies when they do so.
 */
final class Allocations {

    private static final int WARM_UP = 200;
    private static final int OPERATIONS = 200;
    private static final int ROUNDS = 5;

    private static final SupportProfile PROFILE = SupportProfile.builder()
            .email("support@contoso.com")
            .telephone("4255550100")
            .website("www.contoso.com")
            .build();

    private static final byte[] ANSWER =
            ("\ufeff{\"email\":\"support@contoso.com\",\"telephone\":\"4255550100\",\"website\":\"www.contoso.com\","
                            + "\"profileType\":\"support_profile\",\"links\":{\"self\":{\"uri\":\"/v1/profiles/support\","
                            + "\"method\":\"GET\",\"headers\":[]}},\"attributes\":{\"objectType\":\"PartnerSupportProfile\"}}")
                    .getBytes(StandardCharsets.UTF_8);

    private static final AccessToken TOKEN = AccessToken.of("token", Duration.ofHours(1));

    private static final RequestContext CONTEXT = RequestContext.builder()
            .requestId("20604323-50bf-4738-9968-c5486ab32be0")
            .correlationId("20604323-50bf-4738-9968-c5486ab32be1")
            .accessToken(TOKEN)
            .build();

    private static final Map<String, List<String>> HEADERS = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    static {
        HEADERS.put("Content-Type", List.of("application/json; charset=utf-8"));
        HEADERS.put("Content-Length", List.of(Integer.toString(ANSWER.length)));
        HEADERS.put("MS-RequestId", List.of(CONTEXT.requestId()));
        HEADERS.put("MS-CorrelationId", List.of(CONTEXT.correlationId()));
        HEADERS.put("MS-CV", List.of("qNxkZ1a7dUKP1vyS.0"));
    }

    private Allocations() {}

    public static void main(String[] args) {
        SupportProfileOperations support = PartnerCenter.builder()
                .gateway(new AtOnce())
                .tokens(AccessTokenProvider.fixed(TOKEN))
                .build()
                .profiles()
                .supportProfile();
        print("get", support::get);
        print("getAsync", () -> support.getAsync().join());
        print("update", () -> support.update(PROFILE));
        print("headers", () -> RequestHeaders.forReplace(CONTEXT));
        print("write", () -> ProfileJson.write(PROFILE));
        print(
                "map",
                () -> ResponseMapper.fetched(
                        CONTEXT,
                        200,
                        name -> HEADERS.getOrDefault(name, List.of()),
                        WireBody.read(new ByteArrayInputStream(ANSWER), WireBody.limitFor(200))));
    }

    private static void print(String name, Runnable operation) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().getId();
        for (int i = 0; i < WARM_UP; i++) {
            operation.run();
        }
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = threads.getThreadAllocatedBytes(self);
            for (int i = 0; i < OPERATIONS; i++) {
                operation.run();
            }
            least = Math.min(least, threads.getThreadAllocatedBytes(self) - before);
        }
        System.out.println(name + " " + least / OPERATIONS);
    }

    /** Answers each request at once. */
    private static final class AtOnce implements SupportProfileGateway {

        private final CompletableFuture<SupportProfileReply> reply = CompletableFuture.completedFuture(
                SupportProfileReply.of(PROFILE, ResponseMetadata.builder(200).build()));

        @Override
        public CompletableFuture<SupportProfileReply> fetch(RequestContext context) {
            return reply;
        }

        @Override
        public CompletableFuture<SupportProfileReply> replace(SupportProfile profile, RequestContext context) {
            return reply;
        }

        @Override
        public void close() {}
    }
}
