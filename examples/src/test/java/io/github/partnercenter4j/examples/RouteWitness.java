package io.github.partnercenter4j.examples;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A proxy selector that records each address it is asked about and never returns a proxy. */
final class RouteWitness extends ProxySelector {

    private final List<URI> asked = new CopyOnWriteArrayList<>();

    List<String> hosts() {
        return asked.stream().map(URI::getHost).distinct().toList();
    }

    @Override
    public List<Proxy> select(URI uri) {
        asked.add(uri);
        return List.of(Proxy.NO_PROXY);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
}
