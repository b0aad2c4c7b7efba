package io.github.partnercenter4j.retrofit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.Socket;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Tells an exchange of the sockets that OkHttp makes for it. A call that is cancelled between TCP and TLS goes on: OkHttp
 * looks for what to close when there is nothing yet, and then waits for a silent peer for ever.
 */
final class ConnectingSockets extends SocketFactory {

    private final SocketFactory sockets;
    private final boolean secure;
    private volatile @Nullable ExchangeTrace trace;

    /**
     * Creates a factory for one exchange.
     *
     * @param sockets makes the sockets
     * @param trace is told of them
     * @param secure whether they go below TLS, which is watched above
     */
    ConnectingSockets(SocketFactory sockets, ExchangeTrace trace, boolean secure) {
        this.sockets = sockets;
        this.trace = trace;
        this.secure = secure;
    }

    @Override
    public Socket createSocket() throws IOException {
        if (sockets != SocketFactory.getDefault()) {
            return told(sockets.createSocket());
        }
        // OkHttp has asked the selector: Java would ask the JVM's again, for a SOCKS proxy.
        return told(secure ? new Socket(Proxy.NO_PROXY) : new WatchedSocket());
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return told(sockets.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        return told(sockets.createSocket(host, port, local, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return told(sockets.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        return told(sockets.createSocket(host, port, local, localPort));
    }

    /** The exchange is over, and nothing of it may live as long as a connection does. */
    void forget() {
        trace = null;
    }

    private Socket told(Socket socket) throws IOException {
        ExchangeTrace connecting = trace;
        if (connecting == null) {
            // A race for the fastest address that is lost already.
            socket.close();
        } else {
            connecting.connecting(socket);
        }
        return socket;
    }
}
