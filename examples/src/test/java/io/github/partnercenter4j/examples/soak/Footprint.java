package io.github.partnercenter4j.examples.soak;

import java.lang.management.ManagementFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.AttributeNotFoundException;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What the process holds at a quiet moment, after a full collection.
 *
 * @param calls how many calls were made until then
 * @param connections how many connections the fake has open
 * @param threads how many threads live
 * @param ownThreads how many of them are the client's
 * @param files how many file descriptors are open, sockets included; 0 where nobody counts them
 * @param objects how many live objects there are of the client's own classes
 * @param objectsOfLibraries how many there are of the HTTP libraries' and MSAL's classes
 * @param bytes how many bytes of heap are live, the fake's and the soak's included
 */
record Footprint(
        long calls,
        int connections,
        int threads,
        int ownThreads,
        long files,
        long objects,
        long objectsOfLibraries,
        long bytes) {

    private static final Pattern LINE = Pattern.compile("^ *[0-9]+: +([0-9]+) +([0-9]+) +(\\S+)", Pattern.MULTILINE);

    private static final String OURS = "io.github.partnercenter4j.";

    static Footprint take(long calls, int connections) {
        long objects = 0;
        long objectsOfLibraries = 0;
        long bytes = 0;
        Matcher line = LINE.matcher(histogram());
        while (line.find()) {
            long count = Long.parseLong(line.group(1));
            String type = line.group(3);
            bytes += Long.parseLong(line.group(2));
            if (type.startsWith(OURS)) {
                // The fake and the soak are the stage, not the play.
                boolean stage = type.startsWith(OURS + "testkit.") || type.startsWith(OURS + "examples.");
                objects += stage ? 0 : count;
            } else if (isLibrary(type)) {
                objectsOfLibraries += count;
            }
        }
        return new Footprint(
                calls,
                connections,
                ManagementFactory.getThreadMXBean().getThreadCount(),
                countOwnThreads(),
                descriptors(),
                objects,
                objectsOfLibraries,
                bytes);
    }

    /** Counts the threads that the client made; those of its timers wait a while for something to do. */
    static int countOwnThreads() {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("partnercenter4j-") && !name.startsWith("partnercenter4j-fake"))
                .filter(name -> !name.equals("partnercenter4j-timer"))
                .count();
    }

    private static boolean isLibrary(String type) {
        return type.startsWith("okhttp3.")
                || type.startsWith("okio.")
                || type.startsWith("retrofit2.")
                || type.startsWith("org.apache.hc.")
                || type.startsWith("com.microsoft.aad.");
    }

    private static long descriptors() {
        try {
            return (Long) ManagementFactory.getPlatformMBeanServer()
                    .getAttribute(new ObjectName("java.lang:type=OperatingSystem"), "OpenFileDescriptorCount");
        } catch (AttributeNotFoundException notUnix) {
            return 0;
        } catch (JMException unforeseen) {
            throw new IllegalStateException(unforeseen);
        }
    }

    /** The live objects by class, as {@code jcmd GC.class_histogram} tells; it collects everything else before. */
    private static String histogram() {
        try {
            return (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
        } catch (JMException unforeseen) {
            throw new IllegalStateException(unforeseen);
        }
    }
}
