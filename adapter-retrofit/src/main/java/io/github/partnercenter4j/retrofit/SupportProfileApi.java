package io.github.partnercenter4j.retrofit;

import io.github.partnercenter4j.wire.WireBody;
import java.util.Map;
import okhttp3.RequestBody;
import retrofit2.Call;
import retrofit2.http.Body;
import retrofit2.http.GET;
import retrofit2.http.HeaderMap;
import retrofit2.http.PUT;
import retrofit2.http.Tag;

/**
 * Retrofit's interface of the resource, with one method for each path. Bodies are bytes: if Retrofit decoded the
 * profile, a response that cannot be decoded would lose its status and headers. The headers do not contain the access
 * token.
 */
interface SupportProfileApi {

    @GET("v1/profiles/support")
    Call<WireBody> fetch(@HeaderMap Map<String, String> headers, @Tag ExchangeTrace trace);

    @PUT("v1/profiles/supportprofile")
    Call<WireBody> replaceOnDocumentedRoute(
            @HeaderMap Map<String, String> headers, @Body RequestBody profile, @Tag ExchangeTrace trace);

    @PUT("v1/profiles/support")
    Call<WireBody> replaceOnSdkRoute(
            @HeaderMap Map<String, String> headers, @Body RequestBody profile, @Tag ExchangeTrace trace);
}
