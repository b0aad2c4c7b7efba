package io.github.partnercenter4j.retrofit;

import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.Route;
import io.github.partnercenter4j.wire.AnswerHead;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Protocol;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** What the interceptors learn of one exchange and its call needs to know. Thread-safe. */
final class ExchangeTrace {

    private final RequestContext context;
    private final String authorization;
    private final Map<String, String> fixedHeaders;
    private volatile boolean sent;
    private volatile List<String> retryAfter = List.of();
    private volatile int status;
    private volatile boolean mustEcho;
    private volatile @Nullable Response bodiless;
    private volatile @Nullable WatchedConnection doubtful;

    // Guarded by this.
    private List<Socket> connecting = List.of();
    private boolean abandoned;

    ExchangeTrace(RequestContext context, @Nullable String authorization, Map<String, String> fixedHeaders) {
        this.context = context;
        this.authorization = Objects.requireNonNull(authorization, "authorization");
        this.fixedHeaders = fixedHeaders;
    }

    /** The header that nobody but the service may see. */
    String authorization() {
        return authorization;
    }

    /** What the application adds to each request; nobody but the service may see it either. */
    Map<String, String> fixedHeaders() {
        return fixedHeaders;
    }

    /**
     * Tells the exchange of the way that OkHttp takes.
     *
     * @param direct the way to the service without a proxy
     */
    EventListener wayfinder(HttpUrl origin, Route direct) {
        context.progress().takes(direct);
        return new EventListener() {
            private boolean failed;
            private boolean refused;

            @Override
            public void dnsStart(Call call, String host) {
                if (!host.equals(origin.host())) {
                    took(new Route(direct.service(), host));
                }
            }

            @Override
            public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
                took(through(proxy));
            }

            @Override
            public synchronized void connectFailed(
                    Call call,
                    InetSocketAddress address,
                    Proxy proxy,
                    @Nullable Protocol protocol,
                    IOException failure) {
                // Of several ways OkHttp throws what failed first; a proxy's refusal outranks it.
                boolean named = SingleSendClient.proxysRefusal(failure).isPresent() ? refused : failed;
                if (!named) {
                    context.progress().takes(through(proxy));
                }
                failed = true;
                refused |= SingleSendClient.proxysRefusal(failure).isPresent();
            }

            private Route through(Proxy proxy) {
                return direct.through(proxy.type() == Proxy.Type.DIRECT ? null : (InetSocketAddress) proxy.address());
            }

            private synchronized void took(Route way) {
                if (!failed) {
                    context.progress().takes(way);
                }
            }
        };
    }

    /** A socket was made for this exchange. */
    void connecting(Socket socket) throws IOException {
        synchronized (this) {
            if (!abandoned) {
                connecting = connecting.isEmpty() ? new ArrayList<>(1) : connecting;
                connecting.add(socket);
                return;
            }
        }
        socket.close();
    }

    /** Nobody waits any more: closes what is still connecting. What is connected is OkHttp's to close. */
    void abandon() {
        List<Socket> unfinished;
        synchronized (this) {
            abandoned = true;
            unfinished = connecting;
            connecting = List.of();
        }
        unfinished.forEach(ExchangeTrace::close);
    }

    boolean isAbandoned() {
        synchronized (this) {
            return abandoned;
        }
    }

    private static void close(Closeable connection) {
        try {
            connection.close();
        } catch (IOException closedAnyway) {
            // That is all that was wanted.
        }
    }

    /** A connection stands and the request is about to be written. */
    void sending() throws IOException {
        synchronized (this) {
            connecting = List.of();
        }
        if (!context.progress().sending()) {
            throw new InterruptedIOException("cut short before anything was sent");
        }
        sent = true;
    }

    /** Tells whether any of the request may have been sent. */
    boolean isSent() {
        return sent;
    }

    /** The request goes over a connection whose earlier answers had ids, or had none. */
    void over(boolean echoing) {
        mustEcho = echoing;
    }

    /** An answer's head has come. */
    AnswerHead answered(int newStatus, Headers headers) {
        status = newStatus;
        retryAfter = values(headers, "Retry-After");
        return AnswerHead.arrived(context, newStatus, name -> values(headers, name), mustEcho);
    }

    /** A connection must be closed once its answer has been read. */
    void doubt(WatchedConnection connection) {
        connection.doubt();
        doubtful = connection;
    }

    /** The answer has been read, or never will be: closes its connection if its state is not known. */
    void finish() {
        WatchedConnection connection = doubtful;
        if (connection != null) {
            close(connection);
        }
    }

    /** The head of an answer without a body has come. */
    void answeredWithoutBody(Response head) {
        bodiless = head;
    }

    /** Returns the head of an answer that has no body, or null if none came. */
    @Nullable
    Response bodiless() {
        return bodiless;
    }

    /** As {@link Headers#values}, but with next to no garbage where there is one value or none: as nearly always. */
    static List<String> values(Headers headers, String name) {
        String only = null;
        for (int i = 0; i < headers.size(); i++) {
            if (headers.name(i).equalsIgnoreCase(name)) {
                if (only != null) {
                    return headers.values(name);
                }
                only = headers.value(i);
            }
        }
        return only == null ? List.of() : List.of(only);
    }

    /** The status of an answer of which OkHttp showed one; a 407 it was not allowed to see. */
    int status(int shown) {
        return status == 407 ? 407 : shown;
    }

    /** The answer's {@code Retry-After}, which OkHttp was not allowed to see. */
    List<String> retryAfter() {
        return retryAfter;
    }
}
