package io.github.partnercenter4j.retrofit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/**
 * Tells an exchange of the sockets that OkHttp makes for it. A call that is cancelled between TCP and TLS goes on: OkHttp
 * looks for what to close when there is nothing yet, and then waits for a silent peer for ever.
 */
final class ConnectingSockets extends SocketFactory {

    private final SocketFactory sockets;
    private final ExchangeTrace trace;

    ConnectingSockets(SocketFactory sockets, ExchangeTrace trace) {
        this.sockets = sockets;
        this.trace = trace;
    }

    @Override
    public Socket createSocket() throws IOException {
        return told(sockets.createSocket());
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

    private Socket told(Socket socket) throws IOException {
        trace.connecting(socket);
        return socket;
    }
}
