package io.github.partnercenter4j.testkit.visit;

import io.github.partnercenter4j.testkit.http.HttpAnswer;
import io.github.partnercenter4j.testkit.http.Trouble;
import io.github.partnercenter4j.testkit.service.Service;
import io.github.partnercenter4j.testkit.service.ServiceRequest;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One request's way through the fake, whatever door it came in by: it is admitted, something is chosen to go wrong, it is
 * answered, and a witness is told. Not thread-safe; the calls come in that order.
 */
public final class Visit {

    private final Visits fake;
    private final Origin origin;
    private final ServiceRequest request;
    private final String target;
    private final Moment received;
    private Service.@Nullable Admission admission;
    private @Nullable Choice choice;
    private @Nullable Trouble trouble;
    private Service.@Nullable Outcome outcome;

    Visit(Visits fake, Origin origin, ServiceRequest request, String target) {
        this.fake = fake;
        this.origin = origin;
        this.request = request;
        this.target = target;
        this.received = fake.timers().now();
    }

    /** Lets the service judge the head, and chooses what goes wrong if that depends on no body. */
    public void head() {
        Service.Admission admitted = fake.service().admit(request);
        admission = admitted;
        choose(fake.mischief().forHead(request, admitted.tenant(), admitted.refusal() == null));
    }

    /** Chooses what goes wrong where that depends on the body. Returns false if it was chosen before. */
    public boolean body(byte[] body) {
        if (choice != null) {
            return false;
        }
        choose(fake.mischief().forBody(request, admission().tenant(), body));
        return true;
    }

    /** Does both at once, for an exchange that is its own connection. */
    public void whole(byte[] body) {
        Service.Admission admitted = fake.service().admit(request);
        admission = admitted;
        choose(fake.mischief().forExchange(request, admitted.tenant(), admitted.refusal() == null ? body : null));
    }

    private void choose(@Nullable Choice chosen) {
        choice = chosen;
        trouble = chosen == null ? null : fake.service().seal(chosen.trouble(), admission());
    }

    private Service.Admission admission() {
        return Objects.requireNonNull(admission, "admission");
    }

    /** Returns the answer of a service that does not take the request, or null if it does. */
    public @Nullable HttpAnswer refusal() {
        return admission().refusal();
    }

    /** Returns what goes wrong, or null. */
    public @Nullable Trouble trouble() {
        return trouble;
    }

    /** Returns how long the answer, or what comes instead, is held back. */
    public Duration delay() {
        return choice == null ? Duration.ZERO : choice.delay();
    }

    /** Lets the service do what is asked. */
    public HttpAnswer answer(byte[] body) {
        Service.Outcome done = fake.service().answer(admission(), body);
        outcome = done;
        return done.answer();
    }

    /**
     * Tells the witness, before a byte is sent. Set all timers before this call: a test may move its clock as soon as the
     * witness knows.
     *
     * @param body the body, if there was one
     * @param answer the answer that is sent, if only in part, or null
     * @param objection what could not be made sense of, or null
     */
    public void end(byte @Nullable [] body, @Nullable HttpAnswer answer, @Nullable String objection) {
        Trouble.At at = trouble == null ? null : trouble.at();
        Moment now = fake.timers().now();
        if (admission != null && at != null && at.isOfConnection()) {
            // A connection that breaks at once brings no request.
            admission.takeBack();
            fake.witness().saw(Visited.ofNoRequest(origin, received, answer, choice, objection));
            return;
        }
        boolean bodyRead =
                objection == null && at != Trouble.At.HEAD && admission != null && admission.refusal() == null;
        fake.witness()
                .saw(new Visited(
                        origin,
                        received,
                        now,
                        request,
                        target,
                        bodyRead ? body : null,
                        admission == null ? Visited.Judged.NOT_ASKED : Visited.Judged.of(admission, outcome),
                        answer,
                        choice,
                        objection));
    }
}
