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

/** Reads the answers on one connection, one after another. Used by one thread at a time. */
final class AnswerReader {

    /** No bounds: what is too long is for the watch over the bytes to say. */
    private static final Http1Config LIMITS =
            Http1Config.custom().setMaxLineLength(0).setMaxHeaderCount(0).build();

    private static final int BUFFER = 8 * 1024;

    private final SessionInputBufferImpl buffer = new SessionInputBufferImpl(BUFFER, LIMITS.getMaxLineLength());
    private final DefaultHttpResponseParser parser = new DefaultHttpResponseParser(LIMITS);
    private volatile long idleSince;
    private volatile boolean echoing;

    /** Reads the head of the final answer. */
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
                throw new ProtocolException("An answer of this status is none to this request.");
            }
            if (status >= HttpStatus.SC_SUCCESS) {
                sayLengthOnce(response);
                return response;
            }
        }
    }

    /** Makes a head whose body is not read, and whose connection is closed. */
    static ClassicHttpResponse withoutBody(ClassicHttpResponse head) {
        head.removeHeaders(HttpHeaders.TRANSFER_ENCODING);
        head.setHeader(HttpHeaders.CONTENT_LENGTH, "0");
        head.setHeader(HttpHeaders.CONNECTION, "close");
        return head;
    }

    /** The same length twice is one length (RFC 9110 8.6); HttpCore would refuse it. */
    private static void sayLengthOnce(ClassicHttpResponse answer) {
        Header[] lengths = answer.getHeaders(HttpHeaders.CONTENT_LENGTH);
        if (lengths.length > 1
                && Stream.of(lengths).map(Header::getValue).distinct().count() == 1) {
            answer.removeHeaders(HttpHeaders.CONTENT_LENGTH);
            answer.addHeader(lengths[0]);
        }
    }

    /** Reads the body that belongs to a head whose length is none or a number, as far as it comes and is wanted. */
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
            // A coding that nobody knows is one of the bytes until the end: the status may still tell.
            content = new IdentityInputStream(buffer, in);
        }
        return WireBody.read(content, WireBody.limitFor(status), length);
    }

    /** Tells whether the answer came to its end, and nothing behind it has come. */
    boolean isDone(WireBody body) {
        return !body.isCut() && body.failure() == null && isEmpty();
    }

    boolean isEmpty() {
        return buffer.length() == 0;
    }

    /** The answer is complete, and the connection is kept. */
    void idle(boolean echoes) {
        echoing |= echoes;
        idleSince = System.nanoTime();
    }

    /** When the last answer was complete, in {@link System#nanoTime()}. */
    long idleSince() {
        return idleSince;
    }

    /** Tells whether answers on this connection echo the ids of their requests. */
    boolean isEchoing() {
        return echoing;
    }

    /** As long as a head is read, the stream's end is a broken connection, and each byte is looked at. */
    private static final class HeadStream extends FilterInputStream {

        private final HeadBytes head = new HeadBytes();

        HeadStream(InputStream in) {
            super(in);
        }

        /** Returns the refusal whose head is too long, without its fields and its body: its status decides. */
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
                throw new java.net.ProtocolException("The answer's heads are too long.");
            }
            int read = super.read(bytes, offset, length);
            if (read < 0) {
                throw new ConnectionClosedException("The connection was closed before the answer's head was complete.");
            }
            if (!head.came(bytes, offset, read)) {
                throw new java.net.ProtocolException("The peer does not speak HTTP.");
            }
            return read;
        }
    }

    /** The lines between chunks and behind them are bounded by nothing else. */
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
                throw new java.net.ProtocolException("The response body takes too many bytes.");
            }
            return read;
        }
    }
}
