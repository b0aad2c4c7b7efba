package io.github.partnercenter4j.apache;

import io.github.partnercenter4j.wire.CodedBytes;
import io.github.partnercenter4j.wire.HeadBytes;
import io.github.partnercenter4j.wire.WireBody;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Stream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.UnsupportedHttpVersionException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.ChunkedInputStream;
import org.apache.hc.core5.http.impl.io.ContentLengthInputStream;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.impl.io.IdentityInputStream;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;

/** Reads the responses on one connection, one after another. Used by one thread at a time. */
final class AnswerReader {

    /** Without limits, because {@link HeadBytes} checks the length. */
    private static final Http1Config LIMITS =
            Http1Config.custom().setMaxLineLength(0).setMaxHeaderCount(0).build();

    private static final int BUFFER = 8 * 1024;

    private final SessionInputBufferImpl buffer = new SessionInputBufferImpl(BUFFER, LIMITS.getMaxLineLength());
    private final DefaultHttpResponseParser parser = new DefaultHttpResponseParser(LIMITS);
    private volatile long idleSince;
    private volatile boolean echoing;

    /** Reads the head of the final response. */
    ClassicHttpResponse head(InputStream in) throws IOException, HttpException {
        HeadStream endless = new HeadStream(in);
        while (true) {
            ClassicHttpResponse response;
            try {
                response = parser.parse(buffer, endless);
            } catch (java.net.ProtocolException refused) {
                return endless.refusal(refused);
            }
            if (!response.getVersion().lessEquals(HttpVersion.HTTP_1_1)) {
                throw new UnsupportedHttpVersionException(response.getVersion());
            }
            int status = response.getCode();
            if (status < HttpStatus.SC_INFORMATIONAL || status == HttpStatus.SC_SWITCHING_PROTOCOLS) {
                throw new ProtocolException("This status is not possible for this request.");
            }
            if (status >= HttpStatus.SC_SUCCESS) {
                sayLengthOnce(response);
                return response;
            }
        }
    }

    /** Returns a head without a body, after which the connection is closed. */
    static ClassicHttpResponse withoutBody(ClassicHttpResponse head) {
        head.removeHeaders(HttpHeaders.TRANSFER_ENCODING);
        head.setHeader(HttpHeaders.CONTENT_LENGTH, "0");
        head.setHeader(HttpHeaders.CONNECTION, "close");
        return head;
    }

    /** Removes a repeated equal length (RFC 9110, 8.6), which HttpCore would refuse. */
    private static void sayLengthOnce(ClassicHttpResponse answer) {
        Header[] lengths = answer.getHeaders(HttpHeaders.CONTENT_LENGTH);
        if (lengths.length > 1
                && Stream.of(lengths).map(Header::getValue).distinct().count() == 1) {
            answer.removeHeaders(HttpHeaders.CONTENT_LENGTH);
            answer.addHeader(lengths[0]);
        }
    }

    /** Reads the body after a head with a valid length or none, up to the limit. */
    WireBody body(InputStream in, ClassicHttpResponse head) {
        int status = head.getCode();
        if (status == HttpStatus.SC_NO_CONTENT || status == HttpStatus.SC_NOT_MODIFIED) {
            return WireBody.empty();
        }
        Header coding = head.getLastHeader(HttpHeaders.TRANSFER_ENCODING);
        Header announced = head.getLastHeader(HttpHeaders.CONTENT_LENGTH);
        long length = -1;
        InputStream content;
        if (coding != null && coding.getValue().equalsIgnoreCase("chunked")) {
            content = new ChunkedInputStream(buffer, new CodedStream(in), LIMITS);
        } else if (announced != null) {
            length = Long.parseLong(announced.getValue().strip());
            content = new ContentLengthInputStream(buffer, in, length);
        } else {
            // With an unknown coding, reads the bytes until the end, because the status may still be useful.
            content = new IdentityInputStream(buffer, in);
        }
        return WireBody.read(content, WireBody.limitFor(status), length);
    }

    /** Returns whether the response is complete and no bytes follow it. */
    boolean isDone(WireBody body) {
        return !body.isCut() && body.failure() == null && isEmpty();
    }

    boolean isEmpty() {
        return buffer.length() == 0;
    }

    /** Records that the response is complete and the connection is kept. */
    void idle(boolean echoes) {
        echoing |= echoes;
        idleSince = System.nanoTime();
    }

    /** Returns when the last response was complete, as {@link System#nanoTime()}. */
    long idleSince() {
        return idleSince;
    }

    /** Returns whether responses on this connection have the ids of their requests. */
    boolean isEchoing() {
        return echoing;
    }

    /** The input while a head is read: checks each byte, and treats the end of the stream as a broken connection. */
    private static final class HeadStream extends FilterInputStream {

        private final HeadBytes head = new HeadBytes();

        HeadStream(InputStream in) {
            super(in);
        }

        /** Returns an error response whose head is too long, with its status only. */
        ClassicHttpResponse refusal(java.net.ProtocolException refused) throws java.net.ProtocolException {
            if (head.mayGoOn() || head.refusal() == 0) {
                throw refused;
            }
            return withoutBody(new BasicClassicHttpResponse(head.refusal()));
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            read(one, 0, 1);
            return one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (!head.mayGoOn()) {
                throw new java.net.ProtocolException("The heads of the response are too long.");
            }
            int read = super.read(bytes, offset, length);
            if (read < 0) {
                throw new ConnectionClosedException("The connection was closed before the response head was complete.");
            }
            if (!head.came(bytes, offset, read)) {
                throw new java.net.ProtocolException("The server does not speak HTTP.");
            }
            return read;
        }
    }

    /** The input of a body without a known length. It limits the lines between and after the chunks. */
    private static final class CodedStream extends FilterInputStream {

        private final CodedBytes body = new CodedBytes();

        CodedStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            if (!body.came(Math.max(read, 0))) {
                throw new java.net.ProtocolException("The response body is too long.");
            }
            return read;
        }
    }
}
