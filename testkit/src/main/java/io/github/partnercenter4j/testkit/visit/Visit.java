package io.github.partnercenter4j.testkit.visit;

import io.github.partnercenter4j.testkit.http.HttpAnswer;
import io.github.partnercenter4j.testkit.http.HttpFault;
import io.github.partnercenter4j.testkit.service.Service;
import io.github.partnercenter4j.testkit.service.ServiceRequest;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The steps of one request, the same for all interfaces: the service checks the head, {@link FaultChooser} chooses a
 * fault, the service makes the response, and {@link ExchangeRecorder} records the exchange. Not thread-safe; the methods
 * are called in that order.
 */
public final class Visit {

    private final Visits fake;
    private final Origin origin;
    private final ServiceRequest request;
    private final String target;
    private final Moment received;
    private Service.@Nullable Admission admission;
    private @Nullable Choice choice;
    private @Nullable HttpFault httpFault;
    private Service.@Nullable Outcome outcome;

    Visit(Visits fake, Origin origin, ServiceRequest request, String target) {
        this.fake = fake;
        this.origin = origin;
        this.request = request;
        this.target = target;
        this.received = fake.timers().now();
    }

    /** Lets the service check the head, and chooses the fault if that does not depend on the body. */
    public void head() {
        Service.Admission admitted = fake.service().admit(request);
        admission = admitted;
        choose(fake.faultChooser().forHead(request, admitted.tenant(), admitted.refusal() == null));
    }

    /** Chooses the fault if it depends on the body. Returns false if it was chosen before. */
    public boolean body(byte[] body) {
        if (choice != null) {
            return false;
        }
        choose(fake.faultChooser().forBody(request, admission().tenant(), body));
        return true;
    }

    /** Does both at once, for an in-memory exchange. */
    public void whole(byte[] body) {
        Service.Admission admitted = fake.service().admit(request);
        admission = admitted;
        choose(fake.faultChooser().forExchange(request, admitted.tenant(), admitted.refusal() == null ? body : null));
    }

    private void choose(@Nullable Choice chosen) {
        choice = chosen;
        httpFault = chosen == null ? null : fake.service().seal(chosen.httpFault(), admission());
    }

    private Service.Admission admission() {
        return Objects.requireNonNull(admission, "admission");
    }

    /** Returns the response if the service refuses the request because of its head, else null. */
    public @Nullable HttpAnswer refusal() {
        return admission().refusal();
    }

    /** Returns the fault, or null. */
    public @Nullable HttpFault httpFault() {
        return httpFault;
    }

    /** Returns how long the response, or the fault instead of it, is delayed. */
    public Duration delay() {
        return choice == null ? Duration.ZERO : choice.delay();
    }

    /** Lets the service handle the request. */
    public HttpAnswer answer(byte[] body) {
        Service.Outcome done = fake.service().answer(admission(), body);
        outcome = done;
        return done.answer();
    }

    /**
     * Records the exchange, before a byte is sent. Start all timers before this call, because a test may advance its
     * clock as soon as the exchange is recorded.
     *
     * @param body the body, if there was one
     * @param answer the response that is sent, perhaps only in part, or null
     * @param objection why the input is not a valid request, or null
     */
    public void end(byte @Nullable [] body, @Nullable HttpAnswer answer, @Nullable String objection) {
        HttpFault.At at = httpFault == null ? null : httpFault.at();
        Moment now = fake.timers().now();
        if (admission != null && at != null && at.isOfConnection()) {
            // A connection that ends at once has no request.
            admission.takeBack();
            fake.recorder().record(VisitResult.ofNoRequest(origin, received, answer, choice, objection));
            return;
        }
        boolean bodyRead =
                objection == null && at != HttpFault.At.HEAD && admission != null && admission.refusal() == null;
        fake.recorder()
                .record(new VisitResult(
                        origin,
                        received,
                        now,
                        request,
                        target,
                        bodyRead ? body : null,
                        admission == null
                                ? VisitResult.ServiceFacts.NOT_ASKED
                                : VisitResult.ServiceFacts.of(admission, outcome),
                        answer,
                        choice,
                        objection));
    }
}
