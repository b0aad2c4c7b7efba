package io.github.partnercenter4j.testkit.door;

import io.github.partnercenter4j.testkit.http.Handler;

/**
 * Opens a further door into a fake. Found by {@link java.util.ServiceLoader}, so that the fake need not know what is built
 * upon it.
 *
 * @param <F> the fake
 */
public interface FurtherDoor<F> {

    /** Returns what serves the requests that come in by this door. */
    Handler open(F fake);
}
