package io.github.partnercenter4j.benchmarks;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import retrofit2.Call;
import retrofit2.Callback;
import retrofit2.Response;
import retrofit2.Retrofit;
import retrofit2.converter.moshi.MoshiConverterFactory;
import retrofit2.http.Body;
import retrofit2.http.GET;
import retrofit2.http.HeaderMap;
import retrofit2.http.PUT;

/** Retrofit with its Moshi converter, by hand. */
final class RawRetrofit implements Way {

    /** The resource as Retrofit's users write it. */
    interface Api {
        @GET("v1/profiles/support")
        Call<RawProfile> get(@HeaderMap Map<String, String> headers);

        @PUT("v1/profiles/supportprofile")
        Call<RawProfile> put(@HeaderMap Map<String, String> headers, @Body RawProfile profile);
    }

    private final Endpoint endpoint;
    private final OkHttpClient client = pooled();
    private final Api api;

    RawRetrofit(Endpoint endpoint) {
        this.endpoint = endpoint;
        this.api = new Retrofit.Builder()
                .baseUrl(endpoint.url() + "/")
                .client(client)
                .addConverterFactory(MoshiConverterFactory.create())
                .build()
                .create(Api.class);
    }

    /** OkHttp with as many connections as our gateways have; with its own defaults it would lose without a fight. */
    static OkHttpClient pooled() {
        OkHttpClient client = new OkHttpClient.Builder()
                .connectionPool(new ConnectionPool(64, 5, TimeUnit.MINUTES))
                .build();
        client.dispatcher().setMaxRequestsPerHost(64);
        return client;
    }

    @Override
    public String get() throws IOException {
        return telephone(api.get(endpoint.headers()).execute());
    }

    @Override
    public String put() throws IOException {
        return telephone(api.put(endpoint.headers(), RawProfile.toSend()).execute());
    }

    @Override
    public CompletableFuture<String> getAsync() {
        return enqueue(api.get(endpoint.headers()));
    }

    @Override
    public CompletableFuture<String> putAsync() {
        return enqueue(api.put(endpoint.headers(), RawProfile.toSend()));
    }

    private static CompletableFuture<String> enqueue(Call<RawProfile> call) {
        CompletableFuture<String> future = new CompletableFuture<>();
        call.enqueue(new Callback<>() {
            @Override
            public void onResponse(Call<RawProfile> answered, Response<RawProfile> response) {
                try {
                    future.complete(telephone(response));
                } catch (RuntimeException unfit) {
                    future.completeExceptionally(unfit);
                }
            }

            @Override
            public void onFailure(Call<RawProfile> failed, Throwable thrown) {
                future.completeExceptionally(thrown);
            }
        });
        return future;
    }

    private static String telephone(Response<RawProfile> response) {
        RawProfile profile = response.body();
        if (profile == null) {
            throw new IllegalStateException("HTTP " + response.code());
        }
        return profile.required();
    }

    @Override
    public void close() {
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }
}
