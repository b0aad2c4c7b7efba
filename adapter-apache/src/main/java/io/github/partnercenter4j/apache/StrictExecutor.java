package io.github.partnercenter4j.apache;

import io.github.partnercenter4j.port.support.KeptConnections;
import io.github.partnercenter4j.wire.AnswerHead;
import io.github.partnercenter4j.wire.WireBody;
import java.io.IOException;
import java.io.Serial;
import java.net.Socket;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request on an HttpClient connection, and reads the response with its own strict reader. HttpClient's reader
 * accepts an incomplete head, skips lines that are not HTTP, and keeps buffered bytes when TLS starts, so that a proxy
 * could answer instead of the service. This executor starts each response with an empty buffer. It works with own
 * connections and with those of a borrowed manager. Thread-safe.
 */
final class StrictExecutor extends HttpRequestExecutor {

    private final boolean borrowed;
    private final KeptConnections kept = new KeptConnections();
    private volatile Runnable whenKept = () -> {};
    private final Map<HttpClientConnection, AnswerReader> readers = Collections.synchronizedMap(new WeakHashMap<>());
    private final Map<Socket, Socket> underTls = Collections.synchronizedMap(new WeakHashMap<>());

    /**
     * Creates an executor.
     *
     * @param borrowed whether other code may use the same connections
     */
    StrictExecutor(boolean borrowed) {
        this.borrowed = borrowed;
    }

    /**
     * Returns a strategy that remembers the socket below each TLS socket. With it, the check of a pooled connection
     * takes no time.
     */
    TlsSocketStrategy remembering(TlsSocketStrategy tls) {
        return (socket, target, port, attachment, context) -> {
            SSLSocket secure = tls.upgrade(socket, target, port, attachment, context);
            underTls.put(secure, socket);
            return secure;
        };
    }

    /** Sets a task that runs for every connection that is kept. */
    void whenKept(Runnable told) {
        whenKept = told;
    }

    @Override
    public ClassicHttpResponse execute(
            ClassicHttpRequest request,
            HttpClientConnection connection,
            @Nullable HttpResponseInformationCallback interim,
            HttpContext context)
            throws IOException, HttpException {
        ExchangeTrace exchange = SingleSendClient.trace(context);
        try {
            return Method.CONNECT.isSame(request.getMethod())
                    ? tunnel(request, connection, interim, context, exchange)
                    : exchange(request, connection, exchange);
        } catch (Error fatal) {
            // On an Error, HttpClient would close the connection manager, which may be borrowed.
            throw new Fatal(fatal);
        }
    }

    private ClassicHttpResponse exchange(
            ClassicHttpRequest request, HttpClientConnection connection, ExchangeTrace exchange)
            throws IOException, HttpException {
        Socket socket = socketOf(connection);
        AnswerReader before = readers.get(connection);
        boolean reused = before != null || (borrowed && !exchange.isTunnelled() && isUsed(connection));
        if (reused && !mayCarry(connection, socket, before)) {
            throw new NothingSent();
        }
        AnswerReader reader = before != null ? before : new AnswerReader();
        exchange.sending();
        ClassicHttpResponse response;
        // Only here, so that a borrowed connection manager does not see the token while it connects.
        request.setHeader(HttpHeaders.AUTHORIZATION, exchange.authorization());
        exchange.fixedHeaders().forEach(request::setHeader);
        try {
            connection.sendRequestHeader(request);
            connection.sendRequestEntity(request);
            connection.flush();
            response = connection.isConsistent() ? reader.head(socket.getInputStream()) : early(connection);
        } catch (IOException broken) {
            if (reused && !exchange.isAbandoned()) {
                kept.broke();
            }
            throw broken;
        } finally {
            request.removeHeaders(HttpHeaders.AUTHORIZATION);
            exchange.fixedHeaders().keySet().forEach(request::removeHeaders);
        }
        AnswerHead head = AnswerHead.arrived(
                exchange.context(), response.getCode(), SingleSendClient.headers(response), reader.isEchoing());
        WireBody body = reader.body(socket.getInputStream(), response);
        boolean keeping = head.leavesTheConnectionUsable() && reader.isDone(body);
        if (keeping) {
            reader.idle(head.echoes());
            readers.put(connection, reader);
            whenKept.run();
        }
        exchange.answered(body, keeping);
        return response;
    }

    /**
     * Returns a response that came before the request was complete. A borrowed connection may look for it while it
     * sends, and has its beginning in its buffer.
     */
    private static ClassicHttpResponse early(HttpClientConnection connection) throws IOException, HttpException {
        ClassicHttpResponse head = connection.receiveResponseHeader();
        if (head == null || head.getCode() < HttpStatus.SC_REDIRECTION) {
            throw new IOException("The response came before the request was complete.");
        }
        return AnswerReader.withoutBody(head);
    }

    private ClassicHttpResponse tunnel(
            ClassicHttpRequest request,
            HttpClientConnection connection,
            @Nullable HttpResponseInformationCallback interim,
            HttpContext context,
            ExchangeTrace exchange)
            throws IOException, HttpException {
        ClassicHttpResponse response = super.execute(request, connection, interim, context);
        if (response.getCode() == 200) {
            exchange.tunnelled();
            // In TLS the client speaks first, so these bytes come from the proxy.
            if (connection.isDataAvailable(Timeout.ONE_MILLISECOND)) {
                throw new IOException("The proxy sent more than its response.");
            }
        }
        return response;
    }

    private static Socket socketOf(HttpClientConnection connection) throws IOException {
        Socket socket = connection instanceof ManagedHttpClientConnection managed ? managed.getSocket() : null;
        if (socket == null) {
            throw new IOException("The connection manager's connection has no socket.");
        }
        return socket;
    }

    private static boolean isUsed(HttpClientConnection connection) {
        EndpointDetails details = connection.getEndpointDetails();
        return details == null || details.getRequestCount() > 0;
    }

    private boolean mayCarry(HttpClientConnection connection, Socket socket, @Nullable AnswerReader before) {
        if (borrowed && hasEndedOrBuffered(connection)) {
            return false;
        }
        return before != null
                ? before.isEmpty() && kept.mayCarry(socket, underTls.get(socket), before.idleSince())
                : kept.mayCarry(socket);
    }

    /**
     * Returns whether the connection is closed or has unread bytes in its buffer. A manager's own check of idle
     * connections puts bytes there.
     */
    private static boolean hasEndedOrBuffered(HttpClientConnection connection) {
        try {
            return connection.isDataAvailable(Timeout.ONE_MILLISECOND);
        } catch (IOException reset) {
            return true;
        }
    }

    /** Thrown if a pooled connection is closed. Nothing was sent on it. */
    static final class NothingSent extends IOException {

        @Serial
        private static final long serialVersionUID = 1;

        NothingSent() {
            super("The pooled connection was closed.");
        }
    }

    /** Wraps an Error until HttpClient has released the connection. */
    static final class Fatal extends RuntimeException {

        @Serial
        private static final long serialVersionUID = 1;

        private final Error error;

        Fatal(Error error) {
            super(error);
            this.error = error;
        }

        Error error() {
            return error;
        }
    }
}
