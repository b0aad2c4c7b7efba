package io.github.partnercenter4j.testkit.http;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Serves the exchanges of one connection, one after another, on one thread. */
final class Connection implements Runnable {

    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** Characters of a message that must be escaped in JSON, or are not ASCII. They may come from a client. */
    private static final Pattern UNQUOTABLE = Pattern.compile("[^ !#-\\[\\]-~]");

    private final long id;
    private final Socket accepted;
    private final Handler handler;
    private final Settings settings;
    private final CountDownLatch closing;

    /** The delay of the current response, or null. Ending the connection also ends it. */
    private volatile @Nullable Pace pace;

    /** True while close need not wait for this connection. */
    private volatile boolean quiet;

    Connection(long id, Socket accepted, Handler handler, Settings settings, CountDownLatch closing) {
        this.id = id;
        this.accepted = accepted;
        this.handler = handler;
        this.settings = settings;
        this.closing = closing;
    }

    @Override
    public void run() {
        try (accepted) {
            accepted.setTcpNoDelay(true);
            try (ClientSocket client = new ClientSocket(accepted)) {
                Script cut = handler.accepted(id);
                if (cut != null) {
                    end(client, cut.ending(""));
                } else if (rest() && client.begins(settings, handler, id)) {
                    serve(client);
                }
            }
        } catch (IOException gone) {
            // The client closed the connection, was silent for too long, or was cut off by close(). No response is
            // possible.
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the connection if no exchange is running. */
    void closeIfQuiet() {
        if (quiet) {
            abort();
        }
    }

    /** Ends the connection in any case. */
    void abort() {
        try {
            accepted.close();
        } catch (IOException closedAnyway) {
            // A failure to close does not matter: the file descriptor is released anyway.
        }
        Pace waiting = pace;
        if (waiting != null) {
            waiting.end();
        }
    }

    private void serve(ClientSocket client) throws IOException, InterruptedException {
        Input in = new Input(client.input());
        for (int index = 0; rest(); index++) {
            client.within(settings.idle());
            if (!in.more()) {
                return;
            }
            quiet = false;
            if (!exchange(client, in, index)) {
                return;
            }
        }
    }

    /** Returns false if the engine is being closed. */
    private boolean rest() {
        quiet = true;
        return closing.getCount() > 0;
    }

    /** Returns whether the connection stays open. */
    private boolean exchange(ClientSocket client, Input in, int index) throws IOException, InterruptedException {
        client.within(settings.read());
        HttpHead head = null;
        Serving serving = null;
        Script script;
        List<byte[]> pieces = null;
        RequestBody unread = null;
        try {
            head = RequestParser.head(in, id, index);
            if (head == null) {
                return true;
            }
            serving = handler.serve(head);
            RequestBody body = RequestBody.of(head);
            Decision decision = serving.head();
            HttpAnswer refusal = decision.refusal();
            HttpFault httpFault = decision.httpFault();
            if (refusal != null || strikes(httpFault, HttpFault.At.HEAD)) {
                unread = body;
                script = HttpFault.scriptFor(httpFault, closing(refusal, body));
                pieces = journal(serving, new HttpRequest(head, new byte[0]), script, decision);
            } else {
                HttpRequest request = new HttpRequest(head, read(client, in, body));
                decision = serving.body(request, decision);
                httpFault = decision.httpFault();
                boolean served = httpFault == null || strikes(httpFault, HttpFault.At.ANSWER);
                HttpAnswer answer = served ? serving.answer(request) : null;
                script = HttpFault.scriptFor(httpFault, answer);
                pieces = journal(serving, request, script, decision);
            }
        } catch (Refusal refusal) {
            script = refuse(serving, head, index, refusal.status(), Objects.requireNonNull(refusal.getMessage()));
        } catch (SocketTimeoutException late) {
            script = refuse(serving, head, index, 408, "the request took too long to arrive");
        } catch (IOException gone) {
            note(serving, head, index, null, "the connection broke before the request had come whole");
            throw gone;
        } catch (RuntimeException | Error failure) {
            script = failed(serving, head, index, failure);
        }
        String method = head == null ? "" : head.method();
        if (!say(client, pieces == null ? script.pieces(method) : pieces)) {
            return false;
        }
        Script.Ending ending = script.ending(method);
        if (ending != Script.Ending.KEEP_OPEN || head == null || !persists(head, unread)) {
            end(client, ending);
            return false;
        }
        return unread == null || (rest() && skip(client, in, unread));
    }

    private static boolean strikes(@Nullable HttpFault httpFault, HttpFault.At at) {
        return httpFault != null && httpFault.at() == at;
    }

    private byte[] read(ClientSocket client, Input in, RequestBody body) throws IOException {
        if (body.awaitsContinue()) {
            client.write(CONTINUE);
        }
        client.within(settings.read());
        return body.read(in);
    }

    /** After a refusal, the client may or may not send its body, so the following bytes cannot be read. */
    private static @Nullable HttpAnswer closing(@Nullable HttpAnswer refusal, RequestBody body) {
        if (refusal == null || !body.awaitsContinue() || refusal.headers().has("Connection")) {
            return refusal;
        }
        return refusal.header("Connection", "close");
    }

    private static boolean persists(HttpHead head, @Nullable RequestBody unread) {
        return head.isHttp11()
                && !head.headers().hasToken("Connection", "close")
                && (unread == null || !unread.awaitsContinue());
    }

    private boolean skip(ClientSocket client, Input in, RequestBody unread) throws IOException {
        client.within(settings.read());
        try {
            unread.read(in);
            return true;
        } catch (Refusal tooLate) {
            // The response was already sent. A second one would look like the response to the next request.
            client.drop();
            return false;
        }
    }

    private Script refuse(@Nullable Serving serving, @Nullable HttpHead head, int index, int status, String why) {
        HttpAnswer answer = HttpAnswer.of(status)
                .header("Connection", "close")
                .header("Content-Type", "application/json; charset=utf-8")
                .body("{\"error\":\"" + UNQUOTABLE.matcher(why).replaceAll("?") + "\"}\n");
        note(serving, head, index, answer, why);
        return Script.whole(answer);
    }

    /** Recording may also fail, but the client must get its response. */
    private Script failed(@Nullable Serving serving, @Nullable HttpHead head, int index, Throwable failure) {
        HttpAnswer answer = HttpAnswer.of(500)
                .header("Content-Type", "text/plain; charset=utf-8")
                .header("Connection", "close")
                .body("This is the fake's own fault, not the client's: it failed with "
                        + failure.getClass().getName() + ". The exchange's objection in the journal says more.\n");
        try {
            note(serving, head, index, answer, failure.toString());
        } catch (RuntimeException | Error again) {
            noteLost(head, index, answer, failure.toString());
        }
        return Script.whole(answer);
    }

    private void noteLost(@Nullable HttpHead head, int index, HttpAnswer answer, String why) {
        try {
            note(null, head, index, answer, why);
        } catch (RuntimeException | Error noJournal) {
            // The response already says that the fake failed.
        }
    }

    /** Records input that is not a valid request. */
    private void note(
            @Nullable Serving serving, @Nullable HttpHead head, int index, @Nullable HttpAnswer answer, String why) {
        HttpRequest request = head == null ? null : new HttpRequest(head, new byte[0]);
        Exchange exchange = new Exchange(id, index, request, answer, why);
        if (serving == null) {
            handler.journal(exchange);
        } else {
            serving.journal(exchange);
        }
    }

    /**
     * Returns what to send. The timer of a delay starts first, because a test may advance its clock as soon as the
     * exchange is in the journal.
     */
    private List<byte[]> journal(Serving serving, HttpRequest request, Script script, Decision decision) {
        List<byte[]> pieces = script.pieces(request.head().method());
        if (pieces.size() > 1 || !decision.delay().isZero()) {
            pace = new Pace(handler, decision.delay(), script.interval(), pieces.size());
        }
        serving.journal(new Exchange(id, request.head().index(), request, script.answer(), null));
        return pieces;
    }

    /** Returns false if the engine is closed before everything was sent. */
    private boolean say(ClientSocket client, List<byte[]> pieces) throws IOException, InterruptedException {
        Pace held = pace;
        if (held == null) {
            client.write(pieces.get(0));
            return true;
        }
        try {
            int next = 0;
            for (byte[] piece : pieces) {
                boolean open = rest();
                if (open) {
                    held.await(next++);
                    open = rest();
                }
                quiet = false;
                if (!open) {
                    return false;
                }
                client.write(piece);
            }
            return true;
        } finally {
            held.end();
            pace = null;
        }
    }

    private void end(ClientSocket client, Script.Ending ending) throws IOException, InterruptedException {
        if (!rest() && ending != Script.Ending.RESET) {
            return;
        }
        if (ending == Script.Ending.RESET) {
            client.reset();
        } else if (ending == Script.Ending.STALL) {
            client.stall(closing);
        } else if (ending == Script.Ending.ENDLESS) {
            client.endless();
        } else {
            client.drop();
        }
    }
}
