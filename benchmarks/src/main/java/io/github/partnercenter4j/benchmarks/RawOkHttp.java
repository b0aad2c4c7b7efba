package io.github.partnercenter4j.benchmarks;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;

/** OkHttp, and a parser, by hand. */
final class RawOkHttp implements Way {

    private static final MediaType JSON = MediaType.get("application/json");

    /** How to read and write the profile. */
    interface Parser {
        String telephone(ResponseBody body) throws IOException;

        byte[] profile() throws IOException;
    }

    /** By Moshi, into a class. */
    static final Parser MOSHI = new Parser() {
        @Override
        public String telephone(ResponseBody body) throws IOException {
            return RawProfile.telephone(body.source());
        }

        @Override
        public byte[] profile() throws IOException {
            Buffer buffer = new Buffer();
            RawProfile.JSON.toJson(buffer, RawProfile.toSend());
            return buffer.readByteArray();
        }
    };

    private final Endpoint endpoint;
    private final Parser parser;
    private final OkHttpClient client = RawRetrofit.pooled();

    RawOkHttp(Endpoint endpoint, Parser parser) {
        this.endpoint = endpoint;
        this.parser = parser;
    }

    @Override
    public String get() throws IOException {
        return execute(reading());
    }

    @Override
    public String put() throws IOException {
        return execute(writing());
    }

    @Override
    public CompletableFuture<String> getAsync() {
        return enqueue(reading());
    }

    @Override
    public CompletableFuture<String> putAsync() {
        try {
            return enqueue(writing());
        } catch (IOException unwritable) {
            return CompletableFuture.failedFuture(unwritable);
        }
    }

    private Request reading() {
        return to(Endpoint.GET_PATH).build();
    }

    private Request writing() throws IOException {
        return to(Endpoint.PUT_PATH)
                .put(RequestBody.create(parser.profile(), JSON))
                .build();
    }

    private Request.Builder to(String path) {
        return new Request.Builder().url(endpoint.url() + path).headers(Headers.of(endpoint.headers()));
    }

    private String execute(Request request) throws IOException {
        try (Response response = client.newCall(request).execute()) {
            return telephone(response);
        }
    }

    private CompletableFuture<String> enqueue(Request request) {
        CompletableFuture<String> future = new CompletableFuture<>();
        client.newCall(request).enqueue(new Callback() {
            @Override
            public void onResponse(Call call, Response response) {
                try (response) {
                    future.complete(telephone(response));
                } catch (IOException | RuntimeException unfit) {
                    future.completeExceptionally(unfit);
                }
            }

            @Override
            public void onFailure(Call call, IOException thrown) {
                future.completeExceptionally(thrown);
            }
        });
        return future;
    }

    private String telephone(Response response) throws IOException {
        if (response.code() != 200) {
            throw new IOException("HTTP " + response.code());
        }
        return parser.telephone(response.body());
    }

    @Override
    public void close() {
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }
}
