package io.github.partnercenter4j.apache;

import io.github.partnercenter4j.port.support.BlockingExchanges;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/** Looks up host names so that a caller's thread can stop waiting: a lookup itself cannot be aborted. */
record AbandonableDns(BlockingExchanges runner) implements DnsResolver {

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        try {
            return runner.aside(() -> SystemDefaultDnsResolver.INSTANCE.resolve(host));
        } catch (UncheckedIOException failed) {
            throw failed.getCause() instanceof UnknownHostException unknown ? unknown : new UnknownHostException(host);
        }
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
        return SystemDefaultDnsResolver.INSTANCE.resolveCanonicalHostname(host);
    }
}
