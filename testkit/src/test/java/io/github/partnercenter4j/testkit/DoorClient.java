package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.ResourcePath;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.testkit.memory.RawHttpGateway;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A gateway to a fake, in memory or over HTTP, with the requests of a test. */
final class DoorClient implements AutoCloseable {

    private final FakePartnerCenter fake;
    private final SupportProfileGateway gateway;

    private DoorClient(FakePartnerCenter fake, SupportProfileGateway gateway) {
        this.fake = fake;
        this.gateway = gateway;
    }

    static DoorClient open(TwoDoors door, FakePartnerCenter fake) {
        return new DoorClient(fake, door == TwoDoors.HTTP ? new RawHttpGateway(fake.cloud()) : fake.gateway());
    }

    static String newId() {
        return UUID.randomUUID().toString();
    }

    SupportProfileGateway gateway() {
        return gateway;
    }

    RequestContext.Builder context() {
        return context(fake.tokens().appPlusUser());
    }

    static RequestContext.Builder context(AccessToken token) {
        return RequestContext.builder()
                .requestId(newId())
                .correlationId(newId())
                .accessToken(token)
                .path(ResourcePath.SUPPORT_PROFILE);
    }

    SupportProfileReply get() {
        return get(context());
    }

    SupportProfileReply get(RequestContext.Builder context) {
        return done(gateway.fetch(context.build()));
    }

    SupportProfileReply put(SupportProfile profile, RequestContext.Builder context) {
        return done(gateway.replace(profile, context.build()));
    }

    /** Sends a profile with only a telephone number. */
    SupportProfileReply put(String telephone, RequestContext.Builder context) {
        return put(SupportProfile.builder().telephone(telephone).build(), context);
    }

    private static SupportProfileReply done(CompletableFuture<SupportProfileReply> call) {
        try {
            return call.join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof PartnerCenterException failed) {
                throw failed;
            }
            throw failure;
        }
    }

    @Override
    public void close() {
        gateway.close();
    }
}
