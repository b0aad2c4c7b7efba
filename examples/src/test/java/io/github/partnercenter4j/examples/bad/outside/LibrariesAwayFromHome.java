package io.github.partnercenter4j.examples.bad.outside;

import com.microsoft.aad.msal4j.PublicClientApplication;
import com.squareup.moshi.Moshi;
import okhttp3.OkHttpClient;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import picocli.CommandLine;
import retrofit2.Retrofit;

/** Breaks: each library has one home. */
public class LibrariesAwayFromHome {
    OkHttpClient okHttp;
    Retrofit retrofit;
    HttpClientConnectionManager apache;
    Moshi moshi;
    PublicClientApplication msal;
    CommandLine picocli;
}
