package io.github.partnercenter4j.retrofit;

import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/** A socket without TLS, with a watched input. */
final class WatchedSocket extends Socket implements WatchedConnection.Carrier {

    private @Nullable WatchedConnection watched;

    /** Creates a socket without a proxy: otherwise Java would ask the JVM's selector for a SOCKS proxy. */
    WatchedSocket() {
        super(Proxy.NO_PROXY);
    }

    @Override
    public synchronized WatchedConnection watched() throws IOException {
        WatchedConnection now = watched;
        if (now == null) {
            now = new WatchedConnection(this, null, super.getInputStream());
            watched = now;
        }
        return now;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return watched();
    }

    @Override
    public synchronized void setSoTimeout(int timeout) throws SocketException {
        super.setSoTimeout(timeout);
        if (watched != null) {
            watched.timeout(timeout);
        }
    }
}
