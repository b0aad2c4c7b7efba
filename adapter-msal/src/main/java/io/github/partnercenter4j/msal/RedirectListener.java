package io.github.partnercenter4j.msal;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Waits on 127.0.0.1 for the browser's redirect from the login service. Other requests, and redirects with another
 * state, get an error, and the listener continues to wait. The number of open connections is limited: browsers open
 * connections in advance and send nothing on them, so a new connection replaces the oldest one.
 */
final class RedirectListener implements AutoCloseable {

    static final int MOST_CONNECTIONS = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ServerSocket listener;
    private final URI redirectUri;
    private final String state;
    private final Duration patience;
    private final CompletableFuture<Map<String, String>> redirect = new CompletableFuture<>();

    /** The open connections, oldest first. Guarded by itself. */
    private final Deque<Socket> open = new ArrayDeque<>();

    /**
     * Opens the listener.
     *
     * @param template the redirect address; without a port, a free one is used
     * @param state the state that the redirect must have
     * @throws IOException if the port is in use
     */
    RedirectListener(URI template, String state) throws IOException {
        this(template, state, PATIENCE);
    }

    /** For tests: as above, with the time limit for a request line. */
    RedirectListener(URI template, String state, Duration patience) throws IOException {
        this.state = state;
        this.patience = patience;
        listener = new ServerSocket(
                Math.max(0, template.getPort()), 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        redirectUri = URI.create("http://" + template.getHost() + ":" + listener.getLocalPort() + path(template));
    }

    /** Refuses a redirect address that would not lead a browser to this process. */
    static void requireHere(URI redirectUri) {
        boolean here = "localhost".equals(redirectUri.getHost()) || "127.0.0.1".equals(redirectUri.getHost());
        if (!"http".equals(redirectUri.getScheme())
                || !here
                || redirectUri.getRawUserInfo() != null
                || redirectUri.getRawQuery() != null
                || redirectUri.getRawFragment() != null
                || redirectUri.getPort() == 0
                || redirectUri.getPort() > 65_535) {
            throw new IllegalArgumentException(
                    "redirectUri must be like http://localhost:8400/path, because the browser is redirected to this process");
        }
    }

    private static String path(URI uri) {
        return uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    }

    /** Returns the redirect address, with the real port. */
    URI redirectUri() {
        return redirectUri;
    }

    /**
     * Waits for the redirect, and returns its parameters.
     *
     * @throws IOException if the listener was closed before the redirect
     */
    Map<String, String> await(ExecutorService threads) throws IOException {
        try {
            while (true) {
                Socket browser = listener.accept();
                admit(browser);
                try {
                    threads.execute(() -> serve(browser));
                } catch (RejectedExecutionException over) {
                    browser.close();
                    throw over;
                }
            }
        } catch (IOException | RejectedExecutionException closed) {
            Map<String, String> parameters = redirect.getNow(null);
            if (parameters == null) {
                throw new IOException("closed before the redirect came");
            }
            return parameters;
        }
    }

    private void admit(Socket browser) {
        Socket oldest;
        synchronized (open) {
            open.add(browser);
            oldest = open.size() > MOST_CONNECTIONS ? open.remove() : null;
        }
        if (oldest != null) {
            close(oldest);
        }
    }

    /** Removes a connection. After that, a newer connection does not close it. */
    private void leave(Socket browser) {
        synchronized (open) {
            open.remove(browser);
        }
    }

    private void serve(Socket browser) {
        try (browser) {
            BrowserRequest request = new BrowserRequest(browser);
            String target = request.target(patience);
            Map<String, String> parameters = target == null ? null : parametersIfOurs(target);
            boolean isOurs = parameters != null && isOurs(parameters.get("state"));
            if (isOurs) {
                leave(browser);
            }
            request.dropTheRest();
            if (parameters == null) {
                answer(browser, "404 Not Found", "There is nothing at this address.");
            } else if (!isOurs) {
                answer(
                        browser,
                        "400 Bad Request",
                        "This sign-in was not started here, or it has already ended. Start it again.");
            } else {
                try {
                    answer(
                            browser,
                            "200 OK",
                            parameters.containsKey("code")
                                    ? "The sign-in was received. You can close this window."
                                    : "The sign-in was refused. You can close this window.");
                } finally {
                    // The redirect counts even if the browser has already closed the window.
                    redirect.complete(parameters);
                    stop();
                }
            }
        } catch (IOException gone) {
            // The redirect may come on another connection.
        } finally {
            leave(browser);
        }
    }

    private @Nullable Map<String, String> parametersIfOurs(String target) {
        int query = target.indexOf('?');
        if (query < 0 || !target.substring(0, query).equals(redirectUri.getRawPath())) {
            return null;
        }
        Map<String, String> parameters = new HashMap<>();
        for (String parameter : target.substring(query + 1).split("&", -1)) {
            int equals = parameter.indexOf('=');
            if (equals > 0) {
                parameters.putIfAbsent(parameter.substring(0, equals), decoded(parameter.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return "";
        }
    }

    private boolean isOurs(@Nullable String given) {
        return given != null && AuthorizationRequest.isSame(given, state);
    }

    private static void answer(Socket browser, String status, String text) throws IOException {
        byte[] page = ("<!doctype html><title>Partner Center</title><p>" + text).getBytes(StandardCharsets.UTF_8);
        String head =
                "HTTP/1.1 " + status + "\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: " + page.length
                        + "\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nConnection: close\r\n\r\n";
        browser.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
        browser.getOutputStream().write(page);
        browser.getOutputStream().flush();
    }

    @Override
    public void close() {
        stop();
    }

    /** Stops listening, from any thread. A response that is being sent is completed. Idempotent. */
    void stop() {
        close(listener);
    }

    private static void close(Closeable socket) {
        try {
            socket.close();
        } catch (IOException closedAllTheSame) {
            // A failure to close does not matter.
        }
    }
}
