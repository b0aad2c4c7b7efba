package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.testkit.entra.Login;
import io.github.partnercenter4j.testkit.entra.LoginRequest;
import io.github.partnercenter4j.testkit.http.Decision;
import io.github.partnercenter4j.testkit.http.Exchange;
import io.github.partnercenter4j.testkit.http.Handler;
import io.github.partnercenter4j.testkit.http.HttpAnswer;
import io.github.partnercenter4j.testkit.http.HttpHead;
import io.github.partnercenter4j.testkit.http.HttpRequest;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The login's door: carries requests from the engine to the login, and faults and records those for tokens. Thread-safe. */
final class LoginDoor implements Handler {

    private final Login login;
    private final FaultQueue faults = new FaultQueue();
    private final Timers timers;
    private final Log<TokenCall> calls;

    /** The exchange in progress on each connection, which has one at a time. */
    private final Map<Long, Progress> inProgress = new ConcurrentHashMap<>();

    private LoginDoor(Login login, Timers timers, int limit) {
        this.login = login;
        this.timers = timers;
        this.calls = new Log<>(limit);
    }

    /** Opens the door to a fake's login, which remembers so many requests for tokens. */
    static LoginDoor of(FakePartnerCenter fake, Seed seed, InstantSource clock, Timers timers, int limit) {
        return new LoginDoor(new Login(new LoginSurroundings(fake, seed, clock)), timers, limit);
    }

    private record Progress(Moment received, @Nullable Fault fault, int aadsts) {}

    Login login() {
        return login;
    }

    FaultQueue faults() {
        return faults;
    }

    Log<TokenCall> calls() {
        return calls;
    }

    /** Begins again but for what clients hold: their refresh tokens stay good. */
    void reset() {
        faults.clear();
        login.rules().reset();
        calls.clear();
    }

    @Override
    public Decision head(HttpHead head) {
        Fault fault = LoginRequest.isToken(head.path()) ? faults.takeForRequest() : null;
        inProgress.put(head.connection(), new Progress(timers.now(), fault, 0));
        return Decision.PROCEED.with(fault == null ? null : fault.plan());
    }

    @Override
    public HttpAnswer answer(HttpRequest request) {
        Login.Reply reply = login.answer(new LoginRequest(request));
        inProgress.computeIfPresent(
                request.head().connection(),
                (id, progress) -> new Progress(progress.received(), progress.fault(), reply.aadsts()));
        return reply.answer();
    }

    @Override
    public void journal(Exchange exchange) {
        Progress progress = inProgress.remove(exchange.connection());
        HttpRequest request = exchange.request();
        if (request == null || !LoginRequest.isToken(request.head().path())) {
            return;
        }
        HttpAnswer answer = exchange.answer();
        Moment now = timers.now();
        calls.add(new TokenCall(
                progress == null ? now : progress.received(),
                now,
                new LoginRequest(request),
                answer == null ? 0 : answer.status(),
                progress == null ? 0 : progress.aadsts(),
                progress == null ? null : progress.fault()));
    }
}
