package io.github.partnercenter4j.msal;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Waits on 127.0.0.1 for the browser that the login service sends back. It answers strangers, and redirects with
 * another state, and goes on waiting.
 */
final class RedirectListener implements AutoCloseable {

    private static final int MOST_BYTES = 16 * 1024;
    private static final int READ_MILLIS = 10_000;

    private final ServerSocket listener;
    private final URI redirectUri;
    private final String state;
    private final CompletableFuture<Map<String, String>> redirect = new CompletableFuture<>();

    /**
     * Opens the listener.
     *
     * @param template the redirect address; without a port, a free one is taken
     * @param state what the redirect must bring back
     * @throws IOException if the port is taken
     */
    RedirectListener(URI template, String state) throws IOException {
        this.state = state;
        listener = new ServerSocket(
                Math.max(0, template.getPort()), 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        redirectUri = URI.create("http://" + template.getHost() + ":" + listener.getLocalPort() + path(template));
    }

    private static String path(URI uri) {
        return uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    }

    /** Where the login service is to send the browser. */
    URI redirectUri() {
        return redirectUri;
    }

    /**
     * Waits for the redirect, and returns its parameters.
     *
     * @throws IOException if the listener was closed before it came
     */
    Map<String, String> await(ExecutorService threads) throws IOException {
        try {
            while (true) {
                Socket browser = listener.accept();
                try {
                    // Each on a thread of its own: browsers open connections ahead of need, and say nothing on them.
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

    private void serve(Socket browser) {
        try (browser) {
            browser.setSoTimeout(READ_MILLIS);
            String target = requestTarget(browser.getInputStream());
            Map<String, String> parameters = target == null ? null : parametersIfOurs(target);
            if (parameters == null) {
                answer(browser, "404 Not Found", "Nothing is here.");
            } else if (!isOurs(parameters.get("state"))) {
                answer(browser, "400 Bad Request", "This sign-in was not begun here, or is over. Begin again.");
            } else {
                try {
                    answer(
                            browser,
                            "200 OK",
                            parameters.containsKey("code")
                                    ? "The sign-in was received. You can close this window."
                                    : "The sign-in was refused. You can close this window.");
                } finally {
                    // A window that was closed too soon has brought it all the same.
                    redirect.complete(parameters);
                    stop();
                }
            }
        } catch (IOException gone) {
            // The next connection may be the one.
        }
    }

    /** Reads a request's head, and returns what it asks for; null if it is not a GET. */
    private static @Nullable String requestTarget(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0 || head.length() >= MOST_BYTES) {
                return null;
            }
            head.append((char) next);
        }
        String[] words = head.substring(0, head.indexOf("\r\n")).split(" ", -1);
        return words.length == 3 && words[0].equals("GET") ? words[1] : null;
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
        return given != null
                && MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.UTF_8), state.getBytes(StandardCharsets.UTF_8));
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

    /** Stops listening, from any thread. Idempotent. */
    void stop() {
        try {
            listener.close();
        } catch (IOException closedAllTheSame) {
            // A socket that listens has nothing to flush.
        }
    }
}
