package io.github.partnercenter4j;

import io.github.partnercenter4j.token.TokenCache;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Opens to the simulation what only this package sees. */
public final class SimulatedThreads {

    private SimulatedThreads() {}

    /**
     * Has a client's threads played.
     *
     * @param threads runs what would else have a thread of its own
     * @param park how the thread at hand waits
     * @param unpark ends another's wait
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

    /** Returns what a client keeps although nobody calls and no token is asked for, or null if it is nothing. */
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
