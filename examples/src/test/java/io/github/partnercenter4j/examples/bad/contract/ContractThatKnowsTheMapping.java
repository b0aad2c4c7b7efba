package io.github.partnercenter4j.examples.bad.contract;

import io.github.partnercenter4j.examples.bad.wire.MapperImpl;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;

/** Breaks: the contract knows only core and the testkit; it opens sockets alone. */
public class ContractThatKnowsTheMapping {
    MapperImpl mapper;

    InputStream open(URL url) throws IOException {
        return url.openStream();
    }
}
