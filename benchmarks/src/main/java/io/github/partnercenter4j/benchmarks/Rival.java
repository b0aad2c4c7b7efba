package io.github.partnercenter4j.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.common.ConsoleNotifier;
import com.github.tomakehurst.wiremock.core.Options;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/** A server that a test could have instead of the fake, and the fake itself. */
enum Rival {
    FAKE {
        @Override
        Running start() {
            FakePartnerCenter fake = FakePartnerCenter.create();
            return new Running(
                    new Endpoint(
                            fake.url().toString(), fake.tokens().appPlusUser().value()),
                    fake::close);
        }
    },

    /** The JDK's, with a handler that does what the fake does for a read: checks, makes the JSON, keeps a journal. */
    JDK {
        @Override
        Running start() throws IOException {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
            Queue<String> journal = new ArrayDeque<>();
            ObjectMapper mapper = new ObjectMapper();
            server.createContext("/", exchange -> answer(exchange, mapper, journal));
            ExecutorService threads = Executors.newCachedThreadPool();
            server.setExecutor(threads);
            server.start();
            return new Running(
                    new Endpoint("http://127.0.0.1:" + server.getAddress().getPort(), TOKEN), () -> {
                        server.stop(0);
                        threads.shutdownNow();
                    });
        }
    },

    /** OkHttp's, with an answer that is always the same; it keeps every request. */
    MOCK_WEB_SERVER {
        @Override
        Running start() throws IOException {
            MockWebServer server = new MockWebServer();
            MockResponse answer = new MockResponse.Builder()
                    .addHeader("Content-Type", "application/json")
                    .addHeader("MS-RequestId", ID)
                    .body(PROFILE)
                    .build();
            server.setDispatcher(new Dispatcher() {
                @Override
                public MockResponse dispatch(RecordedRequest request) {
                    return answer;
                }
            });
            server.start(InetAddress.getLoopbackAddress(), 0);
            return new Running(new Endpoint("http://127.0.0.1:" + server.getPort(), TOKEN), server::close);
        }
    },

    WIREMOCK {
        @Override
        Running start() {
            WireMockServer server = new WireMockServer(WireMockConfiguration.options()
                    .bindAddress("127.0.0.1")
                    .dynamicPort()
                    .maxRequestJournalEntries(JOURNAL)
                    .useChunkedTransferEncoding(Options.ChunkedEncodingPolicy.NEVER)
                    .notifier(new ConsoleNotifier(false)));
            server.stubFor(WireMock.get(Endpoint.GET_PATH)
                    .withHeader("Authorization", WireMock.equalTo("Bearer " + TOKEN))
                    .willReturn(WireMock.okJson(PROFILE).withHeader("MS-RequestId", ID)));
            server.start();
            return new Running(new Endpoint("http://127.0.0.1:" + server.port(), TOKEN), server::stop);
        }
    };

    private static final String TOKEN = "token";
    private static final String ID = "20604323-50bf-4738-9968-c5486ab32be0";
    private static final String PROFILE = "{\"email\":\"support@contoso.com\",\"telephone\":\"4255550100\","
            + "\"website\":\"www.contoso.com\",\"profileType\":\"support_profile\","
            + "\"attributes\":{\"objectType\":\"PartnerSupportProfile\"}}";
    private static final int JOURNAL = 10_000;

    /**
     * A server that listens.
     *
     * @param endpoint where
     * @param stop ends it
     */
    record Running(Endpoint endpoint, Runnable stop) {}

    abstract Running start() throws IOException;

    private static void answer(HttpExchange exchange, ObjectMapper mapper, Queue<String> journal) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            String target = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            synchronized (journal) {
                journal.add(target + " " + exchange.getRequestHeaders().entrySet());
                if (journal.size() > JOURNAL) {
                    journal.remove();
                }
            }
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            if (!("Bearer " + TOKEN).equals(authorization) || !target.equals("GET " + Endpoint.GET_PATH)) {
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            Map<String, Object> profile = new LinkedHashMap<>();
            profile.put("email", "support@contoso.com");
            profile.put("telephone", "4255550100");
            profile.put("website", "www.contoso.com");
            profile.put("profileType", "support_profile");
            profile.put("attributes", Map.of("objectType", "PartnerSupportProfile"));
            byte[] body = mapper.writeValueAsBytes(profile);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            for (String id : new String[] {"MS-RequestId", "MS-CorrelationId"}) {
                String sent = exchange.getRequestHeaders().getFirst(id);
                if (sent != null) {
                    exchange.getResponseHeaders().set(id, sent);
                }
            }
            exchange.sendResponseHeaders(200, body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }

    /** The program that serves, or that measures how long it takes from its start to the first answer. */
    static final class Program {

        private Program() {}

        /**
         * Serves until killed, or, if told {@code cold}, prints the nanoseconds to the first answer and ends.
         *
         * @param args the rival's name, and perhaps {@code cold}
         * @throws Exception if it cannot serve
         */
        public static void main(String[] args) throws Exception {
            long begun = System.nanoTime();
            Running running = valueOf(args[0].toUpperCase(Locale.ROOT)).start();
            Endpoint endpoint = running.endpoint();
            if (args.length > 1) {
                RawClient.once(URI.create(endpoint.url()).getPort(), endpoint.token());
                System.out.println(System.nanoTime() - begun);
                System.exit(0);
            }
            System.out.println("{\"url\":\"" + endpoint.url() + "\",\"token\":\"" + endpoint.token() + "\"}");
            new CountDownLatch(1).await();
        }
    }
}
