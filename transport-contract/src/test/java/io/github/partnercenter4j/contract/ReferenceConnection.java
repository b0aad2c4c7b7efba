package io.github.partnercenter4j.contract;

import io.github.partnercenter4j.contract.ReferenceAnswer.BodyEnd;
import io.github.partnercenter4j.port.support.KeptConnections;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A connection with the parts of HTTP/1.1 that the reference gateway needs. Closing it ends a running exchange. */
final class ReferenceConnection {

    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.1 ([1-9][0-9]{2})( .*)?");
    private static final int CONNECT_MILLIS = 2_000;
    private static final int LONGEST_LINE = 64 * 1024;

    private final Socket tcp = new Socket();
    private Socket socket = tcp;
    private InputStream in = InputStream.nullInputStream();
    private long idleSince;
    private boolean echoing;

    /** Connects, with TLS for an https origin. Checks the trust, and the host name unless the check is off. */
    void connect(URI origin, SSLContext trust, boolean checkName) throws IOException {
        tcp.connect(new InetSocketAddress(origin.getHost(), origin.getPort()), CONNECT_MILLIS);
        tcp.setTcpNoDelay(true);
        if (origin.getScheme().equals("https")) {
            SSLSocket secure =
                    (SSLSocket) trust.getSocketFactory().createSocket(tcp, origin.getHost(), origin.getPort(), true);
            SSLParameters parameters = secure.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm(checkName ? "HTTPS" : null);
            secure.setSSLParameters(parameters);
            secure.startHandshake();
            socket = secure;
        }
        in = new BufferedInputStream(socket.getInputStream());
    }

    void write(ReferenceGateway.Request request) throws IOException {
        byte[] body = request.body().getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder(request.method() + " " + request.target() + " HTTP/1.1\r\n");
        request.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        if (request.isWrite()) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        whole.writeBytes(body);
        whole.writeTo(socket.getOutputStream());
    }

    /** Returns whether the connection is open and has no unread input. */
    boolean mayCarry(KeptConnections kept) throws IOException {
        return in.available() == 0 && kept.mayCarry(socket, socket == tcp ? null : tcp, idleSince);
    }

    /** Returns whether an earlier response had ids. */
    boolean isEchoing() {
        return echoing;
    }

    /** Reads a response, with the limit of its status for the body. */
    ReferenceAnswer read(IntUnaryOperator limits, IntPredicate interim) throws IOException {
        int status = status();
        Headers headers = headers(status);
        while (interim.test(status)) {
            status = status();
            headers = headers(status);
        }
        if (headers == null) {
            return new ReferenceAnswer(status, new Headers(List.of()), new byte[0], BodyEnd.WHOLE, false);
        }
        if (status < 200) {
            throw new ProtocolException("an answer of status " + status);
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int limit = limits.applyAsInt(status);
        boolean framed = true;
        BodyEnd end = BodyEnd.WHOLE;
        try {
            if (status == 204 || status == 205) {
                framed = "0".equals(headers.first("Content-Length"));
            } else if (headers.hasToken("Transfer-Encoding", "chunked")) {
                readChunks(body, limit);
            } else if (status != 304) {
                String length = headers.first("Content-Length");
                framed = length != null;
                readBody(body, framed ? Long.parseLong(length) : -1, limit);
            }
        } catch (IOException broken) {
            end = BodyEnd.CUT;
        }
        boolean chunked = headers.has("Transfer-Encoding");
        boolean inDoubt = headers.all("Content-Length").size() > 1
                || (chunked && headers.has("Content-Length"))
                || (status == 304 && headers.has("Content-Length"))
                || in.available() > 0;
        if (body.size() > limit) {
            end = BodyEnd.ENDLESS;
        }
        boolean reusable = framed && !inDoubt && end == BodyEnd.WHOLE && !headers.hasToken("Connection", "close");
        echoing |= headers.has("MS-RequestId");
        idleSince = System.nanoTime();
        return new ReferenceAnswer(status, headers, body.toByteArray(), end, reusable);
    }

    private int status() throws IOException {
        String line = line();
        Matcher status = STATUS_LINE.matcher(line);
        if (!status.matches()) {
            throw new ProtocolException("no status line: " + line);
        }
        return Integer.parseInt(status.group(1));
    }

    /** Reads the headers. Returns null if a refusal has too many; its status counts without them. */
    private @Nullable Headers headers(int status) throws IOException {
        try {
            return headers();
        } catch (ProtocolException tooLong) {
            if (status >= 300) {
                return null;
            }
            throw tooLong;
        }
    }

    private Headers headers() throws IOException {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new ProtocolException("no header: " + line);
            }
            headers.add(Map.entry(
                    line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        return new Headers(headers);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the connection ended in a line");
            }
            if (line.length() == LONGEST_LINE) {
                throw new ProtocolException("a line that is too long");
            }
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }

    private void readChunks(ByteArrayOutputStream body, int limit) throws IOException {
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            readBody(body, size, limit);
            if (body.size() > limit) {
                return;
            }
            line();
        }
        line();
    }

    /** Reads this number of bytes, or to the end of the input if it is negative; stops beyond the limit. */
    private void readBody(ByteArrayOutputStream body, long count, int limit) throws IOException {
        byte[] part = new byte[8192];
        long left = count < 0 ? Long.MAX_VALUE : count;
        while (left > 0 && body.size() <= limit) {
            int got = in.read(part, 0, (int) Math.min(left, part.length));
            if (got < 0) {
                if (count < 0) {
                    return;
                }
                throw new EOFException("the connection ended in the body");
            }
            body.write(part, 0, got);
            left -= got;
        }
    }

    void close() {
        try {
            tcp.close();
        } catch (IOException closing) {
            throw new UncheckedIOException(closing);
        }
    }
}
