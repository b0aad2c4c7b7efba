package io.github.partnercenter4j.testkit.memory;

import io.github.partnercenter4j.error.TransportException;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.ResourcePath;
import io.github.partnercenter4j.port.RetryBudget;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.port.support.OpenExchanges;
import io.github.partnercenter4j.testkit.http.Header;
import io.github.partnercenter4j.testkit.http.Headers;
import io.github.partnercenter4j.testkit.http.HttpAnswer;
import io.github.partnercenter4j.testkit.http.HttpFault;
import io.github.partnercenter4j.testkit.http.Script;
import io.github.partnercenter4j.testkit.json.JsonWriter;
import io.github.partnercenter4j.testkit.service.ProfileJson;
import io.github.partnercenter4j.testkit.service.ServiceRequest;
import io.github.partnercenter4j.testkit.visit.Origin;
import io.github.partnercenter4j.testkit.visit.Visit;
import io.github.partnercenter4j.testkit.visit.Visits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The in-memory gateway of a fake. It has the same rules, state, journal and faults as over HTTP, and the same failures
 * as a real transport. A call completes at once, on the caller's thread, unless a fault stalls or delays it.
 * Thread-safe.
 */
public final class MemoryGateway implements SupportProfileGateway {

    private static final byte[] NO_BODY = {};

    private final Visits visits;
    private final long number;
    private final OpenExchanges open = new OpenExchanges();
    private final RetryBudget retryBudget = new RetryBudget();
    private final AtomicInteger exchanges = new AtomicInteger();

    /**
     * Creates the gateway.
     *
     * @param number its number, from 1
     */
    public MemoryGateway(Visits visits, long number) {
        this.visits = visits;
        this.number = number;
    }

    @Override
    public RetryBudget retryBudget() {
        return retryBudget;
    }

    @Override
    public CompletableFuture<SupportProfileReply> fetch(RequestContext context) {
        Objects.requireNonNull(context, "context");
        return exchange("GET", ResourcePath.SUPPORT, null, NO_BODY, context);
    }

    @Override
    public CompletableFuture<SupportProfileReply> replace(SupportProfile profile, RequestContext context) {
        Objects.requireNonNull(profile, "profile");
        Objects.requireNonNull(context, "context");
        byte[] body;
        try {
            body = JsonWriter.write(ProfileJson.request(profile)).getBytes(StandardCharsets.UTF_8);
        } catch (IllegalArgumentException unwritable) {
            return CompletableFuture.failedFuture(unwritable);
        }
        return exchange("PUT", context.path(), profile, body, context);
    }

    private CompletableFuture<SupportProfileReply> exchange(
            String method, ResourcePath path, @Nullable SupportProfile sent, byte[] body, RequestContext context) {
        OpenExchanges.Exchange<SupportProfileReply> exchange = open.open(context);
        if (exchange.isOver()) {
            return exchange.future();
        }
        ServiceRequest request = new ServiceRequest(
                method, visits.basePath() + path.path(), headers(context, sent != null), visits.basePath());
        if (!context.progress().sending()) {
            exchange.fail(TransportException.connect(context, "Cut short before anything was sent.", null));
            return exchange.future();
        }
        Held held = perform(request, body);
        exchange.onAbort(held::drop);
        Performance performance = held.performance();
        AnswerReader reader = new AnswerReader(context, sent);
        CompletableFuture<Void> head = held.head().thenRun(() -> {
            HttpAnswer answer = performance.answer();
            if (performance.accepted() && answer != null && reader.provesWrite(answer)) {
                context.progress().accepted();
            }
        });
        // Both may be due at once, on two threads. The end must come last.
        var unused = head.runAfterBoth(held.end(), () -> end(exchange, reader, performance));
        return exchange.future();
    }

    private static void end(
            OpenExchanges.Exchange<SupportProfileReply> exchange, AnswerReader reader, Performance performance) {
        if (performance.ending() != Performance.Ending.STALLED) {
            try {
                exchange.succeed(reader.read(performance));
            } catch (RuntimeException failure) {
                exchange.fail(failure);
            }
        }
    }

    /** The result of an exchange, and when the client gets the head and the end of the response. */
    private record Held(Performance performance, CompletableFuture<Void> head, CompletableFuture<Void> end) {

        void drop() {
            head.cancel(false);
            end.cancel(false);
        }
    }

    private Held perform(ServiceRequest request, byte[] body) {
        Visit visit = visits.visit(new Origin(true, number, exchanges.getAndIncrement()), request, request.target());
        visit.whole(body);
        HttpFault httpFault = visit.httpFault();
        boolean served = httpFault == null || httpFault.at() == HttpFault.At.ANSWER;
        HttpAnswer own = served ? visit.answer(body) : null;
        Script script = HttpFault.scriptFor(httpFault, own);
        Performance performance =
                httpFault != null && httpFault.handshake() != null ? Performance.UNSAFE : Performance.of(script);
        HttpAnswer answer = performance.answer();
        Duration whole = visit.delay().plus(answer == null ? Duration.ZERO : script.duration(answer.body().length));
        Held held = new Held(
                performance,
                visits.timers().over(visit.delay()),
                visits.timers().over(whole));
        visit.end(body, script.answer(), null);
        return held;
    }

    private static Headers headers(RequestContext context, boolean write) {
        List<Header> headers = new ArrayList<>();
        headers.add(
                new Header("Authorization", "Bearer " + context.accessToken().value()));
        headers.add(new Header("Accept", "application/json"));
        headers.add(new Header("MS-RequestId", context.requestId()));
        headers.add(new Header("MS-CorrelationId", context.correlationId()));
        headers.add(new Header("MS-Contract-Version", "v1"));
        headers.add(new Header("X-Locale", context.locale()));
        addIfSet(headers, "MS-PartnerCenter-Application", context.applicationName());
        addIfSet(headers, "ValidateMfa", context.validateMfa() ? "true" : null);
        addIfSet(headers, "If-Match", context.ifMatch());
        addIfSet(headers, "Content-Type", write ? "application/json" : null);
        return new Headers(headers);
    }

    private static void addIfSet(List<Header> headers, String name, @Nullable String value) {
        if (value != null) {
            headers.add(new Header(name, value));
        }
    }

    @Override
    public void close() {
        open.close();
    }
}
