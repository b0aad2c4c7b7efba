package io.github.partnercenter4j.retrofit;

import java.security.CodeSource;
import okhttp3.Interceptor;
import org.jspecify.annotations.Nullable;

/** Looks once, before anything is built, whether OkHttp is new enough: an older one fails at each call. */
final class OkHttpVersion {

    private OkHttpVersion() {}

    /** Refuses an OkHttp that is too old. */
    static void require() {
        require(Interceptor.Chain.class);
    }

    /** Since 5.4 a chain tells its settings. */
    static void require(Class<?> chain) {
        try {
            chain.getMethod("getSocketFactory");
        } catch (NoSuchMethodException old) {
            throw new IllegalStateException(
                    "OkHttp " + version(chain) + where(chain) + " is too old: 5.4 or newer is needed. Declare"
                            + " com.squareup.okhttp3:okhttp-jvm in version 5.4.0 or newer, and exclude"
                            + " com.squareup.okhttp3:okhttp, which a platform's BOM may bring; or take adapter-apache.",
                    old);
        }
    }

    /** By reflection: the compiler would write our own OkHttp's version here. */
    private static String version(Class<?> chain) {
        try {
            return String.valueOf(Class.forName("okhttp3.OkHttp", false, chain.getClassLoader())
                    .getField("VERSION")
                    .get(null));
        } catch (ReflectiveOperationException | RuntimeException | LinkageError unknown) {
            return "(of unknown version)";
        }
    }

    private static String where(Class<?> chain) {
        @Nullable CodeSource source = chain.getProtectionDomain().getCodeSource();
        return source == null || source.getLocation() == null ? "" : " in " + source.getLocation();
    }
}
