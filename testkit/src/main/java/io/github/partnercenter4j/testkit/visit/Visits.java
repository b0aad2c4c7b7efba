package io.github.partnercenter4j.testkit.visit;

import io.github.partnercenter4j.testkit.http.HttpAnswer;
import io.github.partnercenter4j.testkit.http.Script;
import io.github.partnercenter4j.testkit.http.Settings;
import io.github.partnercenter4j.testkit.http.Trouble;
import io.github.partnercenter4j.testkit.service.Service;
import io.github.partnercenter4j.testkit.service.ServiceRequest;
import org.jspecify.annotations.Nullable;

/**
 * Creates the {@link Visit} of each request, and handles connections without requests.
 *
 * @param service makes the responses
 * @param mischief chooses faults
 * @param witness records exchanges
 * @param timers the fake's time
 * @param basePath the path before the service's own paths, or an empty text
 */
public record Visits(Service service, Mischief mischief, Witness witness, Timers timers, String basePath) {

    /** Creates the visit of a request. */
    public Visit visit(Origin origin, ServiceRequest request, String target) {
        return new Visit(this, origin, request, target);
    }

    /** Returns how to end an accepted connection, or null to serve it. */
    public @Nullable Script accepted(long connection) {
        Trouble trouble = befell(connection, mischief.forConnection());
        return trouble == null ? null : trouble.script(null);
    }

    /** Returns the fault of the TLS handshake of a connection, or null. */
    public Settings.@Nullable Layer handshake(long connection) {
        Trouble trouble = befell(connection, mischief.forHandshake());
        return trouble == null ? null : trouble.handshake();
    }

    private @Nullable Trouble befell(long connection, Choice choice) {
        if (choice.trouble() != null) {
            Origin origin = new Origin(false, connection, 0);
            witness.saw(Visited.ofNoRequest(origin, timers.now(), null, choice, null));
        }
        return choice.trouble();
    }

    /** Records input that is not a request. */
    public void noRequest(Origin origin, @Nullable HttpAnswer answer, @Nullable String objection) {
        witness.saw(Visited.ofNoRequest(origin, timers.now(), answer, null, objection));
    }
}
