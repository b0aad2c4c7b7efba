package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.port.Time;
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
import io.github.partnercenter4j.testkit.http.Settings;
import io.github.partnercenter4j.testkit.tls.SpoiltTls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The fake's door over HTTP: carries requests from the engine to the state, faults and journal. Thread-safe. */
final class HttpFront implements Handler {

    private final FakeState state;
    private final FaultRules faults;
    private final Journal journal;
    private final Timers timers;
    private final String basePath;

    /** The exchange in progress on each connection, which has one at a time. */
    private final Map<Long, Progress> inProgress = new ConcurrentHashMap<>();

    HttpFront(FakeState state, FaultRules faults, Journal journal, Timers timers, String basePath) {
        this.state = state;
        this.faults = faults;
        this.journal = journal;
        this.timers = timers;
        this.basePath = basePath;
    }

    /** What an exchange has come to; what is played to it may depend on its body, and is null until that is there. */
    private record Progress(
            Moment received,
            FakeState.Admission admission,
            @Nullable Play play,
            FakeState.@Nullable Outcome outcome) {

        @Nullable
        FaultPlan plan() {
            return play == null ? null : play.plan();
        }

        Duration delay() {
            return play == null ? Duration.ZERO : play.delay();
        }
    }

    @Override
    public FaultPlan.@Nullable Cut accepted(long connection) {
        Play play = faults.forConnection(Stage.CONNECTION);
        if (play.fault() == null) {
            return null;
        }
        play.note(new RecordedExchange.Builder(Door.HTTP, connection, 0, timers.now()), journal);
        return (FaultPlan.Cut) play.plan();
    }

    @Override
    public Settings.@Nullable Layer handshake(long connection) {
        Play play = faults.forConnection(Stage.HANDSHAKE);
        if (!(play.plan() instanceof FaultPlan.Tls tls)) {
            return null;
        }
        play.note(new RecordedExchange.Builder(Door.HTTP, connection, 0, timers.now()), journal);
        return new SpoiltTls(tls.fault());
    }

    @Override
    public Decision head(HttpHead head) {
        Moment received = timers.now();
        FakeState.Admission admission = state.admit(request(head));
        HttpAnswer refusal = admission.refusal();
        Play play = faults.forHead(admission.request(), admission.tenant(), refusal == null);
        Progress progress = new Progress(received, admission, play, null);
        inProgress.put(head.connection(), progress);
        FaultPlan plan = state.address(progress.plan(), admission);
        return (refusal == null ? Decision.PROCEED : Decision.refuse(framed(refusal, plan)))
                .with(plan, progress.delay());
    }

    @Override
    public Decision body(HttpRequest request, Decision atHead) {
        Progress progress = progress(request);
        if (progress.play() != null) {
            return atHead;
        }
        FakeState.Admission admission = progress.admission();
        Play play = faults.forBody(admission.request(), admission.tenant(), request.body());
        inProgress.put(request.head().connection(), new Progress(progress.received(), admission, play, null));
        return atHead.with(state.address(play.plan(), admission), play.delay());
    }

    @Override
    public HttpAnswer answer(HttpRequest request) {
        Progress progress = progress(request);
        FakeState.Outcome outcome = state.answer(progress.admission(), request.body());
        inProgress.put(
                request.head().connection(),
                new Progress(progress.received(), progress.admission(), progress.play(), outcome));
        return framed(outcome.answer(), progress.plan());
    }

    private Progress progress(HttpRequest request) {
        Progress progress = inProgress.get(request.head().connection());
        if (progress == null) {
            throw new IllegalStateException("There was no head before this body.");
        }
        return progress;
    }

    @Override
    public Time.Cancellable after(Duration delay, Runnable task) {
        return timers.after(delay, task);
    }

    @Override
    public void journal(Exchange exchange) {
        Progress progress = inProgress.remove(exchange.connection());
        Moment now = timers.now();
        RecordedExchange.Builder entry = new RecordedExchange.Builder(
                        Door.HTTP,
                        exchange.connection(),
                        exchange.index(),
                        progress == null ? now : progress.received())
                .noted(now)
                .objection(exchange.objection());
        HttpRequest request = exchange.request();
        if (request != null) {
            entry.request(request(request.head()), request.head().rawTarget(), bodyIfRead(exchange, progress));
        }
        HttpAnswer answer = exchange.answer();
        if (answer != null) {
            entry.answer(answer);
        }
        Play play = progress == null ? null : progress.play();
        if (progress != null) {
            entry.admission(progress.admission()).outcome(progress.outcome());
        }
        (play == null ? Play.NOTHING : play).note(entry, journal);
    }

    private static byte @Nullable [] bodyIfRead(Exchange exchange, @Nullable Progress progress) {
        FaultPlan fault = exchange.fault();
        boolean read = exchange.objection() == null
                && (fault == null || fault.point() != Fault.Point.AFTER_HEAD)
                && progress != null
                && progress.admission().refusal() == null;
        HttpRequest request = exchange.request();
        return read && request != null ? request.body() : null;
    }

    private ServiceRequest request(HttpHead head) {
        return new ServiceRequest(head.method(), head.target(), head.headers(), basePath);
    }

    /** The service names the length first. Not where an overlay may yet change the body: the engine counts then. */
    private static HttpAnswer framed(HttpAnswer answer, @Nullable FaultPlan plan) {
        if (plan instanceof FaultPlan.Overlay) {
            return answer;
        }
        List<Header> headers = new ArrayList<>();
        headers.add(new Header("Content-Length", Integer.toString(answer.body().length)));
        headers.addAll(answer.headers().list());
        return answer.headers(new Headers(headers));
    }
}
