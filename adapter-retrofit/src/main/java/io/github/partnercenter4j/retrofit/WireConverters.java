package io.github.partnercenter4j.retrofit;

import io.github.partnercenter4j.wire.WireBody;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import retrofit2.Converter;
import retrofit2.Retrofit;

/** Converts Retrofit's bodies to those of the module wire. Reads the whole body up to a limit, and closes it. */
final class WireConverters extends Converter.Factory {

    @Override
    public @Nullable Converter<ResponseBody, WireBody> responseBodyConverter(
            Type type, Annotation[] annotations, Retrofit retrofit) {
        return type == WireBody.class ? WireConverters::read : null;
    }

    /** Reads the body of a success. The bodies of error responses were read before. */
    private static WireBody read(ResponseBody body) {
        try (body) {
            return WireBody.read(body.byteStream(), WireBody.limitFor(200), body.contentLength());
        }
    }
}
