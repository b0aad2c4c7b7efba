package io.github.partnercenter4j.port;

/**
 * Something that is open on a thread while an exchange runs there, such as the scope of a tracing span or the MDC of a
 * log. The same thread opens and closes it.
 */
@FunctionalInterface
public interface ExchangeScope extends AutoCloseable {

    /** Closes the scope. Runs on the thread that opened it, once, before the exchange's future completes. */
    @Override
    void close();
}
