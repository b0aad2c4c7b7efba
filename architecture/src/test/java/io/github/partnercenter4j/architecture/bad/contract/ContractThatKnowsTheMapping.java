package io.github.partnercenter4j.architecture.bad.contract;

import io.github.partnercenter4j.architecture.bad.wire.MapperImpl;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;

/** Breaks: the contract depends only on core and the testkit; only its peers and proxies open sockets. */
public class ContractThatKnowsTheMapping {
    MapperImpl mapper;

    InputStream open(URL url) throws IOException {
        return url.openStream();
    }
}
