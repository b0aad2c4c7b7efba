package io.github.partnercenter4j.benchmarks;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import okio.Buffer;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPut;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.io.CloseMode;

/** HttpClient 5 and Moshi, by hand: the classic client where one blocks, the async one where one does not. */
final class RawApache implements Way {

    private final Endpoint endpoint;
    private final CloseableHttpClient classic = HttpClients.custom()
            .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                    .setMaxConnTotal(64)
                    .setMaxConnPerRoute(64)
                    .build())
            .build();
    private final CloseableHttpAsyncClient async = HttpAsyncClients.custom()
            .setConnectionManager(PoolingAsyncClientConnectionManagerBuilder.create()
                    .setMaxConnTotal(64)
                    .setMaxConnPerRoute(64)
                    .build())
            .build();

    RawApache(Endpoint endpoint) {
        this.endpoint = endpoint;
        async.start();
    }

    @Override
    public String get() throws IOException {
        return execute(new HttpGet(endpoint.url() + Endpoint.GET_PATH));
    }

    @Override
    public String put() throws IOException {
        HttpPut request = new HttpPut(endpoint.url() + Endpoint.PUT_PATH);
        request.setEntity(new ByteArrayEntity(RawOkHttp.MOSHI.profile(), ContentType.APPLICATION_JSON));
        return execute(request);
    }

    private String execute(HttpUriRequestBase request) throws IOException {
        endpoint.headers().forEach(request::setHeader);
        return classic.execute(
                request, response -> telephone(response.getCode(), EntityUtils.toByteArray(response.getEntity())));
    }

    @Override
    public CompletableFuture<String> getAsync() {
        return start(SimpleRequestBuilder.get(endpoint.url() + Endpoint.GET_PATH));
    }

    @Override
    public CompletableFuture<String> putAsync() {
        try {
            return start(SimpleRequestBuilder.put(endpoint.url() + Endpoint.PUT_PATH)
                    .setBody(RawOkHttp.MOSHI.profile(), ContentType.APPLICATION_JSON));
        } catch (IOException unwritable) {
            return CompletableFuture.failedFuture(unwritable);
        }
    }

    private CompletableFuture<String> start(SimpleRequestBuilder builder) {
        endpoint.headers().forEach(builder::setHeader);
        SimpleHttpRequest request = builder.build();
        CompletableFuture<String> future = new CompletableFuture<>();
        async.execute(request, new FutureCallback<>() {
            @Override
            public void completed(SimpleHttpResponse response) {
                try {
                    future.complete(telephone(response.getCode(), response.getBodyBytes()));
                } catch (IOException | RuntimeException unfit) {
                    future.completeExceptionally(unfit);
                }
            }

            @Override
            public void failed(Exception thrown) {
                future.completeExceptionally(thrown);
            }

            @Override
            public void cancelled() {
                future.cancel(false);
            }
        });
        return future;
    }

    private static String telephone(int status, byte[] body) throws IOException {
        if (status != 200) {
            throw new IOException("HTTP " + status);
        }
        return RawProfile.telephone(new Buffer().write(body));
    }

    @Override
    public void close() {
        classic.close(CloseMode.IMMEDIATE);
        async.close(CloseMode.IMMEDIATE);
    }
}
