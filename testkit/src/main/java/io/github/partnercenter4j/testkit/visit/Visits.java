package io.github.partnercenter4j.testkit.visit;

import io.github.partnercenter4j.testkit.http.HttpAnswer;
import io.github.partnercenter4j.testkit.http.Script;
import io.github.partnercenter4j.testkit.http.Settings;
import io.github.partnercenter4j.testkit.http.Trouble;
import io.github.partnercenter4j.testkit.service.Service;
import io.github.partnercenter4j.testkit.service.ServiceRequest;
import org.jspecify.annotations.Nullable;

/**
 * Begins each request's way through a fake, and looks after connections that bring none.
 *
 * @param service answers
 * @param mischief chooses what goes wrong
 * @param witness is told of everything
 * @param timers the fake's time
 * @param basePath what stands before the service's own paths, or an empty text
 */
public record Visits(Service service, Mischief mischief, Witness witness, Timers timers, String basePath) {

    /** Begins a request's way. */
    public Visit visit(Origin origin, ServiceRequest request, String target) {
        return new Visit(this, origin, request, target);
    }

    /** Returns how to end a connection that was accepted, or null to serve it. */
    public @Nullable Script accepted(long connection) {
        Trouble trouble = befell(connection, mischief.forConnection());
        return trouble == null ? null : trouble.script(null);
    }

    /** Returns what spoils the TLS handshake of a connection, or null. */
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

    /** Takes note of what came and was no request. */
    public void noRequest(Origin origin, @Nullable HttpAnswer answer, @Nullable String objection) {
        witness.saw(Visited.ofNoRequest(origin, timers.now(), answer, null, objection));
    }
}
