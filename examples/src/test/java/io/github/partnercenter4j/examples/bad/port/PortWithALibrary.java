package io.github.partnercenter4j.examples.bad.port;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/** Breaks: core knows only the JDK; no library in a signature; no checked exception; no mutable static. */
public class PortWithALibrary {
    static final AtomicInteger CALLS = new AtomicInteger();

    OkHttpClient client;

    /** Shows a library and throws a checked exception. */
    public Request send() throws IOException {
        throw new IOException();
    }
}
