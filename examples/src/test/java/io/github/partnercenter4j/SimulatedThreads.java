package io.github.partnercenter4j;

import io.github.partnercenter4j.token.TokenCache;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Gives the simulation access to package-private parts of the client. */
public final class SimulatedThreads {

    private SimulatedThreads() {}

    /**
     * Lets the simulation control the threads of a client.
     *
     * @param threads runs what would otherwise run on the client's own threads
     * @param park suspends the current thread
     * @param unpark resumes a suspended thread
     */
    public static PartnerCenter.Builder on(
            PartnerCenter.Builder builder, Executor threads, Runnable park, Consumer<Thread> unpark) {
        return builder.threads(threads).parking(new Parking() {
            @Override
            public void park(Object blocker) {
                park.run();
            }

            @Override
            public void unpark(Thread thread) {
                unpark.accept(thread);
            }
        });
    }

    /** Returns what a client still holds while there is no call and no token request, or null if it holds nothing. */
    public static String left(PartnerCenter partnerCenter) {
        Client client = (Client) read(PartnerCenter.class, "client", partnerCenter);
        if (!((Collection<?>) read(OpenCalls.class, "open", client.calls())).isEmpty()) {
            return "a call that has ended";
        }
        return read(TokenCache.class, "fetch", client.tokens()) == null ? null : "a token request that has ended";
    }

    private static Object read(Class<?> type, String name, Object from) {
        try {
            Field field = type.getDeclaredField(name);
            field.setAccessible(true);
            return field.get(from);
        } catch (ReflectiveOperationException moved) {
            throw new LinkageError(type + "." + name, moved);
        }
    }
}
