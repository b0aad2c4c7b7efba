package io.github.partnercenter4j.testkit.door;

import io.github.partnercenter4j.testkit.entra.Login;
import io.github.partnercenter4j.testkit.entra.LoginRequest;
import io.github.partnercenter4j.testkit.http.Decision;
import io.github.partnercenter4j.testkit.http.Exchange;
import io.github.partnercenter4j.testkit.http.Handler;
import io.github.partnercenter4j.testkit.http.HttpAnswer;
import io.github.partnercenter4j.testkit.http.HttpHead;
import io.github.partnercenter4j.testkit.http.HttpRequest;
import io.github.partnercenter4j.testkit.http.Serving;
import io.github.partnercenter4j.testkit.visit.Choice;
import io.github.partnercenter4j.testkit.visit.ExchangeRecorder;
import io.github.partnercenter4j.testkit.visit.FaultChooser;
import io.github.partnercenter4j.testkit.visit.Moment;
import io.github.partnercenter4j.testkit.visit.Timers;
import io.github.partnercenter4j.testkit.visit.TokenVisitResult;
import org.jspecify.annotations.Nullable;

/**
 * Serves the login over HTTP. Faults and the journal apply to token requests only. Thread-safe.
 *
 * @param login makes the responses
 * @param faultChooser chooses faults
 * @param recorder records token requests
 * @param timers the fake's time
 */
public record LoginDoor(Login login, FaultChooser faultChooser, ExchangeRecorder recorder, Timers timers)
        implements Handler {

    @Override
    public Serving serve(HttpHead head) {
        return LoginRequest.isToken(head.path())
                ? new TokenRequest()
                : request -> login.answer(new LoginRequest(request)).answer();
    }

    private final class TokenRequest implements Serving {

        private final Moment received = timers.now();
        private @Nullable Choice choice;
        private int aadsts;

        @Override
        public Decision head() {
            Choice chosen = faultChooser.forToken();
            choice = chosen;
            return Decision.PROCEED.with(chosen.httpFault());
        }

        @Override
        public HttpAnswer answer(HttpRequest request) {
            Login.Reply reply = login.answer(new LoginRequest(request));
            aadsts = reply.aadsts();
            return reply.answer();
        }

        @Override
        public void journal(Exchange exchange) {
            HttpRequest request = exchange.request();
            HttpAnswer answer = exchange.answer();
            if (request != null) {
                recorder.record(new TokenVisitResult(
                        received,
                        timers.now(),
                        new LoginRequest(request),
                        answer == null ? 0 : answer.status(),
                        aadsts,
                        choice));
            }
        }
    }
}
