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

/** The state of one exchange, shared by its interceptors and its call. Thread-safe. */
final class ExchangeTrace {

    private final RequestContext context;
    private final String authorization;
    private final Map<String, String> fixedHeaders;
    private volatile boolean sent;
    private volatile List<String> retryAfter = List.of();
    private volatile int status;
    private volatile boolean mustEcho;
    private volatile @Nullable Response bodiless;
    private volatile @Nullable WatchedConnection notReusable;

    // Guarded by this.
    private List<Socket> connecting = List.of();
    private boolean abandoned;

    ExchangeTrace(RequestContext context, @Nullable String authorization, Map<String, String> fixedHeaders) {
        this.context = context;
        this.authorization = Objects.requireNonNull(authorization, "authorization");
        this.fixedHeaders = fixedHeaders;
    }

    /** Returns the value of the Authorization header. Only the service may see it. */
    String authorization() {
        return authorization;
    }

    /** Returns the application's headers. Only the service may see them. */
    Map<String, String> fixedHeaders() {
        return fixedHeaders;
    }

    /**
     * Returns a listener that reports the route that OkHttp takes.
     *
     * @param direct the route to the service without a proxy
     */
    EventListener routeListener(HttpUrl origin, Route direct) {
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
                // With several routes, OkHttp throws the first failure. A refusal of a proxy is more important.
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

    /** Registers a socket of this exchange. */
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

    /** Aborts the exchange: closes sockets that are still connecting. OkHttp closes connected ones. */
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
            // A failure to close does not matter.
        }
    }

    /** Reports that the request is about to be written to an open connection. */
    void sending() throws IOException {
        synchronized (this) {
            connecting = List.of();
        }
        if (!context.progress().sending()) {
            throw new InterruptedIOException("cut short before anything was sent");
        }
        sent = true;
    }

    /** Returns whether a part of the request may have been sent. */
    boolean isSent() {
        return sent;
    }

    /** Records whether earlier responses on the connection had ids. */
    void over(boolean echoing) {
        mustEcho = echoing;
    }

    /** Records the head of the response. */
    AnswerHead answered(int newStatus, Headers headers) {
        status = newStatus;
        retryAfter = values(headers, "Retry-After");
        return AnswerHead.arrived(context, newStatus, name -> values(headers, name), mustEcho);
    }

    /** Records that the connection must be closed after the response was read. */
    void doNotReuse(WatchedConnection connection) {
        connection.doNotReuse();
        notReusable = connection;
    }

    /** Ends the exchange. Closes the connection if its state is not clear. */
    void finish() {
        WatchedConnection connection = notReusable;
        if (connection != null) {
            close(connection);
        }
    }

    /** Records the head of a response without a body. */
    void answeredWithoutBody(Response head) {
        bodiless = head;
    }

    /** Returns the head of a response without a body, or null. */
    @Nullable
    Response bodiless() {
        return bodiless;
    }

    /** Like {@link Headers#values}, but allocates almost nothing for the usual case of one value or none. */
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

    /** Returns the status of the response. OkHttp was shown another status instead of a 407. */
    int status(int shown) {
        return status == 407 ? 407 : shown;
    }

    /** Returns the {@code Retry-After} of the response, which was hidden from OkHttp. */
    List<String> retryAfter() {
        return retryAfter;
    }
}
