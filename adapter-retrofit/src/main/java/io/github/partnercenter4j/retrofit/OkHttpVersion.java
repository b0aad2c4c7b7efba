package io.github.partnercenter4j.retrofit;

import java.security.CodeSource;
import okhttp3.Interceptor;
import org.jspecify.annotations.Nullable;

/** Checks that OkHttp is new enough, before the gateway is built. With an older version, each call would fail. */
final class OkHttpVersion {

    private OkHttpVersion() {}

    /** Throws if OkHttp is too old. */
    static void require() {
        require(Interceptor.Chain.class);
    }

    /** Version 5.4 added the methods that this checks. */
    static void require(Class<?> chain) {
        try {
            chain.getMethod("getSocketFactory");
        } catch (NoSuchMethodException old) {
            throw new IllegalStateException(
                    "OkHttp " + version(chain) + where(chain) + " is too old: 5.4 or newer is needed. Declare"
                            + " com.squareup.okhttp3:okhttp-jvm in version 5.4.0 or newer, and exclude"
                            + " com.squareup.okhttp3:okhttp, which a platform's BOM may add; or use adapter-apache.",
                    old);
        }
    }

    /** Uses reflection, because the compiler would copy the constant of the OkHttp at compile time. */
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
