package io.github.partnercenter4j.retrofit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.Socket;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Registers the sockets that OkHttp creates for an exchange, so that an abort can close them. OkHttp itself does not
 * close a socket if a call is cancelled between TCP and TLS, and then waits for a silent server forever.
 */
final class ConnectingSockets extends SocketFactory {

    private final SocketFactory sockets;
    private final boolean secure;
    private volatile @Nullable ExchangeTrace trace;

    /**
     * Creates a factory for one exchange.
     *
     * @param sockets creates the sockets
     * @param trace gets the sockets
     * @param secure whether TLS runs on these sockets; then the TLS socket is watched instead
     */
    ConnectingSockets(SocketFactory sockets, ExchangeTrace trace, boolean secure) {
        this.sockets = sockets;
        this.trace = trace;
        this.secure = secure;
    }

    @Override
    public Socket createSocket() throws IOException {
        if (sockets != SocketFactory.getDefault()) {
            return registered(sockets.createSocket());
        }
        // OkHttp has already asked the proxy selector. Without NO_PROXY, Java would ask the JVM's selector again for a
        // SOCKS proxy.
        return registered(secure ? new Socket(Proxy.NO_PROXY) : new WatchedSocket());
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return registered(sockets.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        return registered(sockets.createSocket(host, port, local, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return registered(sockets.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        return registered(sockets.createSocket(host, port, local, localPort));
    }

    /** Removes the exchange, because OkHttp keeps this factory as long as the connection. */
    void forget() {
        trace = null;
    }

    private Socket registered(Socket socket) throws IOException {
        ExchangeTrace connecting = trace;
        if (connecting == null) {
            // Another address was faster, or the exchange was aborted.
            socket.close();
        } else {
            connecting.connecting(socket);
        }
        return socket;
    }
}
