package io.github.partnercenter4j.benchmarks;

import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.SupportProfileOperations;
import io.github.partnercenter4j.model.ResponseMetadata;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.SupportProfileGateway;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The client without a transport: ids, token, deadline, attempts. Run by {@link PipelineRows}. */
@State(Scope.Benchmark)
public class PipelineBenchmark {

    private static final CompletableFuture<SupportProfileReply> REPLY = CompletableFuture.completedFuture(
            SupportProfileReply.of(Ours.PROFILE, ResponseMetadata.builder(200).build()));

    private SupportProfileOperations support = operations();

    /** Begins anew, so that forks and threads share no client. */
    @Setup
    public void begin() {
        support = operations();
    }

    private static SupportProfileOperations operations() {
        return PartnerCenter.builder()
                .gateway(new Stub())
                .tokens(Ours.tokens(new Endpoint("http://localhost", "token")))
                .build()
                .profiles()
                .supportProfile();
    }

    /** Reads. */
    @Benchmark
    public SupportProfile get() {
        return support.get();
    }

    /** Writes. */
    @Benchmark
    public SupportProfile put() {
        return support.update(Ours.PROFILE);
    }

    /** Reads as those do who do not block. */
    @Benchmark
    public SupportProfile getAsync() {
        return support.getAsync().join();
    }

    /** What the two ids of a call cost in any client, to compare with. */
    @Benchmark
    public int twoIds() {
        return UUID.randomUUID().toString().length()
                + UUID.randomUUID().toString().length();
    }

    /** Answers at once, with the same reply each time. */
    static final class Stub implements SupportProfileGateway {

        @Override
        public CompletableFuture<SupportProfileReply> fetch(RequestContext context) {
            return REPLY;
        }

        @Override
        public CompletableFuture<SupportProfileReply> replace(SupportProfile profile, RequestContext context) {
            return REPLY;
        }

        @Override
        public void close() {}
    }
}
