package io.github.partnercenter4j;

import java.util.concurrent.Executor;

/** Opens to the simulation what only this package sees. */
public final class SimulatedThreads {

    private SimulatedThreads() {}

    /** Has a client run on an executor what would else have a thread of its own. */
    public static PartnerCenter.Builder on(PartnerCenter.Builder builder, Executor threads) {
        return builder.threads(threads);
    }
}
