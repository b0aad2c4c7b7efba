package io.github.partnercenter4j.apache;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.io.HttpMessageParser;
import org.apache.hc.core5.http.io.SessionInputBuffer;

/** Connections that take an answer's head only whole and only if it is HTTP. */
final class StrictConnections {

    private StrictConnections() {}

    /** HttpClient's own factory skips lines that are not HTTP, and takes a head that was cut off for a complete one. */
    static ManagedHttpClientConnectionFactory factory() {
        return ManagedHttpClientConnectionFactory.builder()
                .http1Config(Http1Config.DEFAULT)
                .responseParserFactory(WholeHead::new)
                .build();
    }

    private static final class WholeHead implements HttpMessageParser<ClassicHttpResponse> {

        private final DefaultHttpResponseParser parser;

        WholeHead(Http1Config config) {
            this.parser = new DefaultHttpResponseParser(config);
        }

        @Override
        public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in) throws IOException, HttpException {
            return parser.parse(buffer, new EndlessOrBroken(in));
        }
    }

    /** As long as a head is read, the stream's end is a broken connection. */
    private static final class EndlessOrBroken extends FilterInputStream {

        EndlessOrBroken(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            return notTheEnd(super.read());
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return notTheEnd(super.read(bytes, offset, length));
        }

        private static int notTheEnd(int read) throws IOException {
            if (read < 0) {
                throw new ConnectionClosedException("The connection was closed before the answer's head was complete.");
            }
            return read;
        }
    }
}
