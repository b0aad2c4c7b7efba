package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.error.TransportException;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.ResourcePath;
import io.github.partnercenter4j.port.RetryBudget;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.port.support.OpenExchanges;
import io.github.partnercenter4j.testkit.RecordedExchange.Door;
import io.github.partnercenter4j.testkit.http.FaultPlan;
import io.github.partnercenter4j.testkit.http.Header;
import io.github.partnercenter4j.testkit.http.Headers;
import io.github.partnercenter4j.testkit.http.HttpAnswer;
import io.github.partnercenter4j.testkit.json.JsonWriter;
import io.github.partnercenter4j.testkit.json.ProfileJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The fake's door without a socket: the same rules, state, journal and faults as over HTTP, and the failures that a real
 * transport would make of them. A call completes at once, on the caller's thread, unless a fault stalls it or holds it
 * back. Get one from {@link FakePartnerCenter#gateway()}. Thread-safe.
 */
public final class InMemorySupportProfileGateway implements SupportProfileGateway {

    private static final byte[] NO_BODY = {};

    private final FakeState state;
    private final FaultRules faults;
    private final Journal journal;
    private final Timers timers;
    private final String basePath;
    private final long number;
    private final OpenExchanges open = new OpenExchanges();
    private final RetryBudget retryBudget = new RetryBudget();
    private final AtomicInteger exchanges = new AtomicInteger();

    InMemorySupportProfileGateway(
            FakeState state, FaultRules faults, Journal journal, Timers timers, String basePath, long number) {
        this.state = state;
        this.faults = faults;
        this.journal = journal;
        this.timers = timers;
        this.basePath = basePath;
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
        ServiceRequest request =
                new ServiceRequest(method, basePath + path.path(), headers(context, sent != null), basePath);
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
        // Both may be due at once, in real time on two threads: the end comes last.
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

    /** What came of an exchange, and when its answer's head and its end reach the client. */
    private record Held(Performance performance, CompletableFuture<Void> head, CompletableFuture<Void> end) {

        void drop() {
            head.cancel(false);
            end.cancel(false);
        }
    }

    /** The clock that the answer waits for starts before the journal shows the exchange, so a test may then move it. */
    private Held perform(ServiceRequest request, byte[] body) {
        Moment received = timers.now();
        FakeState.Admission admission = state.admit(request);
        Play play = faults.forExchange(request, admission.tenant(), admission.refusal() == null ? body : null);
        FaultPlan plan = state.address(play.plan(), admission);
        Performance performance = Performance.play(plan, () -> state.answer(admission, body));
        RecordedExchange.Builder entry = new RecordedExchange.Builder(
                        Door.IN_MEMORY, number, exchanges.getAndIncrement(), received)
                .noted(timers.now())
                .outcome(performance.outcome());
        HttpAnswer answer = performance.answer();
        if (answer != null) {
            entry.answer(answer);
        }
        // As over a socket: a connection that breaks at once brings no request, and a refused head no body.
        if (plan == null || plan.point() != Fault.Point.ACCEPT) {
            boolean bodyRead = admission.refusal() == null && (plan == null || plan.point() != Fault.Point.AFTER_HEAD);
            entry.request(request, request.target(), bodyRead ? body : null).admission(admission);
        } else {
            admission.takeBack();
        }
        Held held = new Held(performance, timers.over(play.delay()), timers.over(whole(play, performance)));
        play.note(entry, journal);
        return held;
    }

    private static Duration whole(Play play, Performance performance) {
        HttpAnswer answer = performance.answer();
        if (answer == null || !(play.plan() instanceof FaultPlan.Drip drip)) {
            return play.delay();
        }
        return play.delay().plus(drip.interval().multipliedBy(drip.pieces(answer.body().length) - 1L));
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
