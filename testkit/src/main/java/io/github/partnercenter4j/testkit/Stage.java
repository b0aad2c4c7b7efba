package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.testkit.Fault.Point;

/** When it is known what befalls whom: some faults befall a connection, whatever will be asked on it. */
enum Stage {
    /** A connection has been accepted. */
    CONNECTION,
    /** A request has come. */
    REQUEST;

    static Stage of(Fault fault) {
        return fault.plan().point() == Point.ACCEPT ? CONNECTION : REQUEST;
    }
}
