package io.github.partnercenter4j.retrofit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Creates TLS sockets with another factory, and watches their input. */
final class WatchedTls extends SSLSocketFactory {

    private final SSLSocketFactory tls;

    WatchedTls(SSLSocketFactory tls) {
        this.tls = tls;
    }

    @Override
    public Socket createSocket(Socket below, String host, int port, boolean autoClose) throws IOException {
        Socket secure = tls.createSocket(below, host, port, autoClose);
        return secure instanceof SSLSocket socket ? new WatchedTlsSocket(socket, below) : secure;
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return tls.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return tls.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return tls.createSocket(host, port);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        return tls.createSocket(host, port, local, localPort);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return tls.createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        return tls.createSocket(host, port, local, localPort);
    }

    /** OkHttp shares connections between gateways on the same client only if their factories are equal. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof WatchedTls watched && watched.tls.equals(tls);
    }

    @Override
    public int hashCode() {
        return tls.hashCode();
    }
}
