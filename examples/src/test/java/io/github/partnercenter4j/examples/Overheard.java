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

/** Takes down all that comes to light: stdout, stderr, every log record of any level, and what it is told to. */
final class Overheard implements AutoCloseable {

    private final Queue<String> text = new ConcurrentLinkedQueue<>();
    private final ByteArrayOutputStream streams = new ByteArrayOutputStream();
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final Logger root = Logger.getLogger("");
    private final Level level = root.getLevel();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            say(record.getLoggerName() + " " + new SimpleFormatter().format(record));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    Overheard() {
        PrintStream copy = new PrintStream(streams, true, StandardCharsets.UTF_8);
        System.setOut(copy);
        System.setErr(copy);
        handler.setLevel(Level.ALL);
        root.addHandler(handler);
        root.setLevel(Level.ALL);
    }

    void say(Object value) {
        text.add(String.valueOf(value));
    }

    /** Takes down a failure with its stack, causes and suppressed failures, as a log would. */
    void say(Throwable failure) {
        StringWriter stack = new StringWriter();
        failure.printStackTrace(new PrintWriter(stack));
        say((Object) failure);
        say((Object) failure.getMessage());
        say((Object) failure.getLocalizedMessage());
        say((Object) stack.toString());
    }

    void threadNames() {
        Thread.getAllStackTraces().keySet().forEach(thread -> say(thread.getName()));
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
