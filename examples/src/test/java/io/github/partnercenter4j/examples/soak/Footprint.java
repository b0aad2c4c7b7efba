package io.github.partnercenter4j.examples.soak;

import java.lang.management.ManagementFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.AttributeNotFoundException;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What the process holds when no call runs, after a full garbage collection.
 *
 * @param calls how many calls were made until then
 * @param connections how many connections the fake has open
 * @param threads how many threads are alive
 * @param ownThreads how many of them belong to the client
 * @param files how many file descriptors are open, including sockets; 0 if the platform does not count them
 * @param objects how many live objects of the client's own classes there are
 * @param objectsOfLibraries how many live objects of the HTTP libraries and MSAL there are
 * @param bytes how many bytes of heap are live, including those of the fake and the soak
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
                // Objects of the fake and the soak do not count.
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

    /** Counts the client's threads, except those of its timer, which stay alive for a while. */
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

    /**
     * Returns the live objects by class, as {@code jcmd GC.class_histogram} does. This runs a full garbage collection
     * first.
     */
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
