package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.testkit.Fault.Point;
import io.github.partnercenter4j.testkit.http.FaultPlan;

/** When it is known what befalls whom: some faults befall a connection, whatever will be asked on it. */
enum Stage {
    /** A connection has been accepted. */
    CONNECTION,
    /** A connection has begun to speak TLS. */
    HANDSHAKE,
    /** A request has come. */
    REQUEST;

    static Stage of(Fault fault) {
        if (fault.plan() instanceof FaultPlan.Tls) {
            return HANDSHAKE;
        }
        return fault.plan().point() == Point.ACCEPT ? CONNECTION : REQUEST;
    }
}
