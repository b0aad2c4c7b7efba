package io.github.partnercenter4j.architecture.bad.outside;

import com.microsoft.aad.msal4j.PublicClientApplication;
import com.squareup.moshi.Moshi;
import io.micrometer.observation.ObservationRegistry;
import okhttp3.OkHttpClient;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.springframework.core.env.Environment;
import picocli.CommandLine;
import retrofit2.Retrofit;

/** Breaks: only one package uses each library. */
public class LibrariesAwayFromHome {
    OkHttpClient okHttp;
    Retrofit retrofit;
    HttpClientConnectionManager apache;
    Moshi moshi;
    PublicClientApplication msal;
    ObservationRegistry micrometer;
    CommandLine picocli;
    Environment spring;
}
