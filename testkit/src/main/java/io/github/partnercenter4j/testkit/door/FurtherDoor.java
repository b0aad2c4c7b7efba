package io.github.partnercenter4j.testkit.door;

import io.github.partnercenter4j.testkit.http.Handler;

/**
 * Creates a further HTTP interface of a fake. Found by {@link java.util.ServiceLoader}, so that the fake does not
 * depend on it.
 *
 * @param <F> the fake
 */
public interface FurtherDoor<F> {

    /** Returns the handler of the requests to this interface. */
    Handler open(F fake);
}
