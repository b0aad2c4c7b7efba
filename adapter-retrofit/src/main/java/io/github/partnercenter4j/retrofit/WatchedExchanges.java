package io.github.partnercenter4j.retrofit;

import io.github.partnercenter4j.port.support.KeptConnections;
import io.github.partnercenter4j.wire.AnswerHead;
import java.io.IOException;
import java.io.Serial;
import java.net.ProtocolException;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/** Sends requests on usable connections, and closes connections whose state is not clear. Thread-safe. */
final class WatchedExchanges {

    private static final int NOT_MODIFIED = 304;

    private final KeptConnections kept = new KeptConnections();

    /** Sends the request on the connection of the chain and reads the head of the response. */
    Response exchange(Interceptor.Chain chain, ExchangeTrace trace) throws IOException {
        Connection connection = chain.connection();
        if (connection != null && connection.socket() instanceof WatchedConnection.Carrier carrier) {
            return watched(chain, carrier.watched(), trace);
        }
        // Without TLS, sockets of a borrowed factory are not watched, so these connections are not reused.
        trace.sending();
        Response response = chain.proceed(
                request(chain, trace).header("Connection", "close").build());
        trace.answered(response.code(), response.headers());
        return response;
    }

    private Response watched(Interceptor.Chain chain, WatchedConnection connection, ExchangeTrace trace)
            throws IOException {
        boolean reused = connection.isUsed();
        if (!connection.mayCarry(kept)) {
            connection.close();
            throw new NothingSent();
        }
        connection.begin();
        trace.over(connection.isEchoing());
        trace.sending();
        Response response = answer(chain, trace, reused);
        AnswerHead head = head(response, connection, trace);
        if (head.echoes()) {
            connection.echoes();
        }
        if (!head.leavesTheConnectionUsable()) {
            trace.doNotReuse(connection);
        }
        if (response.code() == NOT_MODIFIED) {
            // OkHttp would wait for the announced bytes, but such a response has no body.
            connection.close();
            response.close();
            return withoutBody(response);
        }
        connection.bodyFollows(response.body().contentLength());
        return response;
    }

    /** Adds the access token and other secrets. Only here, so that no interceptor sees them. */
    private static Request.Builder request(Interceptor.Chain chain, ExchangeTrace trace) {
        Request.Builder request = chain.request().newBuilder().header("Authorization", trace.authorization());
        trace.fixedHeaders().forEach(request::header);
        return request;
    }

    private Response answer(Interceptor.Chain chain, ExchangeTrace trace, boolean reused) throws IOException {
        try {
            return chain.proceed(request(chain, trace).build());
        } catch (ProtocolException alive) {
            throw alive;
        } catch (IOException broken) {
            if (reused && !trace.isAbandoned()) {
                kept.broke();
            }
            throw broken;
        }
    }

    private static AnswerHead head(Response response, WatchedConnection connection, ExchangeTrace trace)
            throws IOException {
        @Nullable AnswerHead head = null;
        try {
            head = trace.answered(response.code(), response.headers());
            return head;
        } finally {
            if (head == null) {
                connection.close();
            }
        }
    }

    /** Returns the same response without its body. */
    static Response withoutBody(Response response) {
        return response.newBuilder()
                .body(ResponseBody.create(new byte[0], null))
                .build();
    }

    /** Thrown if a pooled connection is closed. Nothing was sent on it. */
    static final class NothingSent extends IOException {

        @Serial
        private static final long serialVersionUID = 1;

        NothingSent() {
            super("The pooled connection was closed.");
        }
    }
}
