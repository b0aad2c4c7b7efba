package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.testkit.RecordedExchange.Door;
import io.github.partnercenter4j.testkit.http.Decision;
import io.github.partnercenter4j.testkit.http.Exchange;
import io.github.partnercenter4j.testkit.http.FaultPlan;
import io.github.partnercenter4j.testkit.http.Handler;
import io.github.partnercenter4j.testkit.http.Header;
import io.github.partnercenter4j.testkit.http.Headers;
import io.github.partnercenter4j.testkit.http.HttpAnswer;
import io.github.partnercenter4j.testkit.http.HttpHead;
import io.github.partnercenter4j.testkit.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The fake's door over HTTP: carries requests from the engine to the state, faults and journal. Thread-safe. */
final class HttpFront implements Handler {

    private final FakeState state;
    private final FaultQueue faults;
    private final Journal journal;

    /** The exchange in progress on each connection, which has one at a time. */
    private final Map<Long, Progress> inProgress = new ConcurrentHashMap<>();

    HttpFront(FakeState state, FaultQueue faults, Journal journal) {
        this.state = state;
        this.faults = faults;
        this.journal = journal;
    }

    /** What an exchange has come to. */
    private record Progress(
            FakeState.Admission admission, @Nullable Fault fault, boolean committed) {}

    @Override
    public FaultPlan.@Nullable Cut accepted(long connection) {
        Fault fault = faults.takeForConnection();
        if (fault == null) {
            return null;
        }
        journal.add(new RecordedExchange.Builder(Door.HTTP, connection, 0)
                .fault(fault)
                .build());
        return (FaultPlan.Cut) fault.plan();
    }

    @Override
    public Decision head(HttpHead head) {
        FakeState.Admission admission = state.admit(request(head));
        Fault fault = faults.takeForRequest();
        inProgress.put(head.connection(), new Progress(admission, fault, false));
        HttpAnswer refusal = admission.refusal();
        Decision decision = refusal == null ? Decision.PROCEED : Decision.refuse(framed(refusal, fault));
        return decision.with(fault == null ? null : fault.plan());
    }

    @Override
    public HttpAnswer answer(HttpRequest request) {
        long connection = request.head().connection();
        Progress progress = inProgress.get(connection);
        if (progress == null) {
            throw new IllegalStateException("There was no head before this body.");
        }
        FakeState.Outcome outcome = state.answer(progress.admission(), request.body());
        inProgress.put(connection, new Progress(progress.admission(), progress.fault(), outcome.written()));
        return framed(outcome.answer(), progress.fault());
    }

    @Override
    public void journal(Exchange exchange) {
        Progress progress = inProgress.remove(exchange.connection());
        RecordedExchange.Builder entry = new RecordedExchange.Builder(
                        Door.HTTP, exchange.connection(), exchange.index())
                .objection(exchange.objection());
        HttpRequest request = exchange.request();
        if (request != null) {
            entry.request(asSent(request.head()), request.body());
        }
        HttpAnswer answer = exchange.answer();
        if (answer != null) {
            entry.answer(answer.status(), answer.headers());
        }
        if (progress != null) {
            entry.tenant(progress.admission().tenant()).fault(progress.fault()).committed(progress.committed());
        }
        journal.add(entry.build());
    }

    private static ServiceRequest request(HttpHead head) {
        return new ServiceRequest(head.method(), head.target(), head.headers());
    }

    private static ServiceRequest asSent(HttpHead head) {
        return new ServiceRequest(head.method(), head.rawTarget(), head.headers());
    }

    /** The service names the length first. Not where an overlay may yet change the body: the engine counts then. */
    private static HttpAnswer framed(HttpAnswer answer, @Nullable Fault fault) {
        if (fault != null && fault.plan() instanceof FaultPlan.Overlay) {
            return answer;
        }
        List<Header> headers = new ArrayList<>();
        headers.add(new Header("Content-Length", Integer.toString(answer.body().length)));
        headers.addAll(answer.headers().list());
        return answer.headers(new Headers(headers));
    }
}
