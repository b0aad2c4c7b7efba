package io.github.partnercenter4j.apache;

import java.io.IOException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.jspecify.annotations.Nullable;

/**
 * Runs an application's handler around the execution chain of HttpClient, so that it can observe exchanges but not
 * change them. The request is sent once to its own target, and the real response is the result, whatever the handler
 * does. Thread-safe if the handler is.
 */
final class Observed implements ExecChainHandler {

    private final ExecChainHandler observer;

    Observed(ExecChainHandler observer) {
        this.observer = observer;
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        Once once = new Once(request, scope, chain);
        try {
            observer.execute(request, scope, once);
        } catch (IOException | HttpException theirs) {
            return once.result(theirs);
        } catch (RuntimeException | Error theirs) {
            once.giveUp();
            throw theirs;
        }
        return once.result(null);
    }

    /** The rest of the chain; it can be used once. */
    private static final class Once implements ExecChain {

        private final ClassicHttpRequest request;
        private final Scope scope;
        private final ExecChain rest;
        private final String target;
        private boolean proceeded;
        private @Nullable ClassicHttpResponse response;
        private @Nullable Exception failure;

        Once(ClassicHttpRequest request, Scope scope, ExecChain rest) {
            this.request = request;
            this.scope = scope;
            this.rest = rest;
            this.target = targetOf(request);
        }

        /** Returns the method and the whole address. */
        private static String targetOf(ClassicHttpRequest request) {
            return request.getMethod()
                    + ' '
                    + request.getScheme()
                    + ' '
                    + request.getAuthority()
                    + ' '
                    + request.getPath();
        }

        @Override
        public ClassicHttpResponse proceed(ClassicHttpRequest ignoredRequest, Scope ignoredScope)
                throws IOException, HttpException {
            if (proceeded) {
                throw new IllegalStateException("An observer called proceed twice, but a request is sent only once.");
            }
            if (!target.equals(targetOf(request))) {
                throw new IllegalStateException("An observer changed the target of the request.");
            }
            proceeded = true;
            try {
                response = rest.proceed(request, scope);
                return response;
            } catch (IOException | HttpException | RuntimeException failed) {
                failure = failed;
                throw failed;
            }
        }

        /** Handles an exception of the observer. If the request itself failed, that failure is thrown instead. */
        void giveUp() throws IOException, HttpException {
            if (failure != null) {
                raise(failure);
            }
            if (response != null) {
                response.close();
            }
        }

        private static void raise(Exception failure) throws IOException, HttpException {
            if (failure instanceof IOException broken) {
                throw broken;
            }
            if (failure instanceof HttpException broken) {
                throw broken;
            }
            throw (RuntimeException) failure;
        }

        /** Returns the real response, independent of the observer's result. */
        ClassicHttpResponse result(@Nullable Exception theirs) throws IOException, HttpException {
            if (failure != null) {
                raise(failure);
            }
            if (response == null) {
                throw new IllegalStateException("An observer did not call proceed, so nothing was sent.", theirs);
            }
            return response;
        }
    }
}
