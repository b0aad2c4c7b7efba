package io.github.partnercenter4j.testkit.visit;

import io.github.partnercenter4j.testkit.http.HttpAnswer;
import io.github.partnercenter4j.testkit.http.HttpFault;
import io.github.partnercenter4j.testkit.http.Script;
import io.github.partnercenter4j.testkit.http.Settings;
import io.github.partnercenter4j.testkit.service.Service;
import io.github.partnercenter4j.testkit.service.ServiceRequest;
import org.jspecify.annotations.Nullable;

/**
 * Creates the {@link Visit} of each request, and handles connections without requests.
 *
 * @param service makes the responses
 * @param faultChooser chooses faults
 * @param recorder records exchanges
 * @param timers the fake's time
 * @param basePath the path before the service's own paths, or an empty text
 */
public record Visits(
        Service service, FaultChooser faultChooser, ExchangeRecorder recorder, Timers timers, String basePath) {

    /** Creates the visit of a request. */
    public Visit visit(Origin origin, ServiceRequest request, String target) {
        return new Visit(this, origin, request, target);
    }

    /** Returns how to end an accepted connection, or null to serve it. */
    public @Nullable Script accepted(long connection) {
        HttpFault httpFault = recordFault(connection, faultChooser.forConnection());
        return httpFault == null ? null : httpFault.script(null);
    }

    /** Returns the fault of the TLS handshake of a connection, or null. */
    public Settings.@Nullable Layer handshake(long connection) {
        HttpFault httpFault = recordFault(connection, faultChooser.forHandshake());
        return httpFault == null ? null : httpFault.handshake();
    }

    private @Nullable HttpFault recordFault(long connection, Choice choice) {
        if (choice.httpFault() != null) {
            Origin origin = new Origin(false, connection, 0);
            recorder.record(VisitResult.ofNoRequest(origin, timers.now(), null, choice, null));
        }
        return choice.httpFault();
    }

    /** Records input that is not a request. */
    public void noRequest(Origin origin, @Nullable HttpAnswer answer, @Nullable String objection) {
        recorder.record(VisitResult.ofNoRequest(origin, timers.now(), answer, null, objection));
    }
}
