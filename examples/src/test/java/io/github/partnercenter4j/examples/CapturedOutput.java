package io.github.partnercenter4j.examples;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Records everything that can be seen from outside: stdout, stderr, log records of all levels, and values passed to
 * {@code add}.
 */
final class CapturedOutput implements AutoCloseable {

    private final Queue<String> text = new ConcurrentLinkedQueue<>();
    private final ByteArrayOutputStream streams = new ByteArrayOutputStream();
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final Logger root = Logger.getLogger("");
    private final Level level = root.getLevel();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            add(record.getLoggerName() + " " + new SimpleFormatter().format(record));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    CapturedOutput() {
        PrintStream copy = new PrintStream(streams, true, StandardCharsets.UTF_8);
        System.setOut(copy);
        System.setErr(copy);
        handler.setLevel(Level.ALL);
        root.addHandler(handler);
        root.setLevel(Level.ALL);
    }

    void add(Object value) {
        text.add(String.valueOf(value));
    }

    /** Records a failure with its stack trace, causes and suppressed failures, as a log does. */
    void add(Throwable failure) {
        StringWriter stack = new StringWriter();
        failure.printStackTrace(new PrintWriter(stack));
        add((Object) failure);
        add((Object) failure.getMessage());
        add((Object) failure.getLocalizedMessage());
        add((Object) stack.toString());
    }

    void threadNames() {
        Thread.getAllStackTraces().keySet().forEach(thread -> add(thread.getName()));
    }

    String all() {
        return String.join("\n", text) + streams.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        root.setLevel(level);
        root.removeHandler(handler);
        System.setOut(out);
        System.setErr(err);
    }
}
