package io.github.partnercenter4j.architecture.bad.port;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/** Breaks: core depends only on the JDK; no library in a signature; no checked exception; no mutable static field. */
public class PortWithALibrary {
    static final AtomicInteger CALLS = new AtomicInteger();

    OkHttpClient client;

    /** Has a library's type in its signature and throws a checked exception. */
    public Request send() throws IOException {
        throw new IOException();
    }
}
