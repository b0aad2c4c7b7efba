package io.github.partnercenter4j.msal;

import io.github.partnercenter4j.port.support.Futures;
import io.github.partnercenter4j.port.support.HttpProxies;
import io.github.partnercenter4j.port.support.HttpSettings;
import io.github.partnercenter4j.port.support.ProxyCredentials;
import io.github.partnercenter4j.port.support.TransportThreads;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The login service over HTTP/1.1. Each exchange has its own connection, which is always closed at the end, and one
 * timeout, from the lookup of the host name to the last byte of the response. An exchange runs on its own daemon
 * thread, because the lookup of a host name cannot be interrupted.
 */
final class LoginHttp implements LoginService {

    private final Options options;
    private final ExecutorService threads = TransportThreads.platform("msal");

    /** The network settings, and the tenant for messages. */
    record Options(
            String tenant,
            @Nullable SSLContext sslContext,
            @Nullable ProxySelector proxy,
            @Nullable String proxyAuthorization,
            Duration connectTimeout,
            Duration requestTimeout) {

        static Options of(String tenant, HttpSettings http, Duration requestTimeout) {
            ProxyCredentials credentials = http.proxyCredentials();
            Duration connectTimeout = http.connectTimeout();
            return new Options(
                    tenant,
                    http.sslContext(),
                    http.proxy(),
                    credentials == null ? null : HttpProxies.basic(credentials.user(), credentials.password()),
                    connectTimeout != null ? connectTimeout : Duration.ofSeconds(5),
                    requestTimeout);
        }

        /** Never shows the password. */
        @Override
        public String toString() {
            return "Options[redacted]";
        }
    }

    LoginHttp(Options options) {
        this.options = options;
    }

    @Override
    public LoginAnswer post(URI endpoint, Map<String, String> headers, String form, Duration atMost) {
        Duration limit = atMost.compareTo(options.requestTimeout()) < 0 ? atMost : options.requestTimeout();
        CompletableFuture<LoginAnswer> answer = new CompletableFuture<>();
        LoginConnection connection = new LoginConnection(endpoint, options);
        try {
            threads.execute(() -> {
                try (connection) {
                    answer.complete(connection.post(headers, form));
                } catch (Throwable thrown) {
                    answer.completeExceptionally(thrown);
                }
            });
            return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            throw LoginFailures.unavailable("The token provider is closed: create a new one.", null);
        } catch (TimeoutException late) {
            throw LoginFailures.unavailable(
                    "The " + connection + " did not answer within " + limit + ": " + connection.stage() + ".", null);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw LoginFailures.unavailable(
                    "The thread that asked the " + connection + " was interrupted: do not shut down its executor.",
                    null);
        } catch (ExecutionException failed) {
            Throwable thrown = Futures.unwrap(failed);
            if (thrown instanceof RuntimeException || thrown instanceof Error) {
                throw LoginFailures.rethrown(thrown);
            }
            throw LoginFailures.broken(connection, thrown);
        } finally {
            connection.close();
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
