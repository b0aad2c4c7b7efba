package io.github.partnercenter4j.examples.simulation;

import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.RetryBudget;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.port.Time;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A gateway that records each exchange and passes it on to the transport. */
final class StormGateway implements SupportProfileGateway {

    private final SupportProfileGateway transport;
    private final StormJournal journal;

    StormGateway(SupportProfileGateway transport, StormJournal journal) {
        this.transport = transport;
        this.journal = journal;
    }

    @Override
    public @Nullable RetryBudget retryBudget() {
        return transport.retryBudget();
    }

    @Override
    public @Nullable Time time() {
        return transport.time();
    }

    @Override
    public CompletableFuture<SupportProfileReply> fetch(RequestContext context) {
        StormExchange exchange = enters(context, null);
        return exchange.watched(transport.fetch(context), journal);
    }

    @Override
    public CompletableFuture<SupportProfileReply> replace(SupportProfile profile, RequestContext context) {
        StormExchange exchange = enters(context, profile);
        return exchange.watched(transport.replace(profile, context), journal);
    }

    private StormExchange enters(RequestContext context, @Nullable SupportProfile body) {
        StormExchange exchange = new StormExchange(context, body, journal.nanos());
        journal.add(exchange);
        return exchange;
    }

    @Override
    public void close() {
        transport.close();
    }
}
