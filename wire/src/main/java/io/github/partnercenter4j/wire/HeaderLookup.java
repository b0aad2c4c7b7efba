package io.github.partnercenter4j.wire;

import java.util.List;

/** How a transport shows an answer's headers. Looked up while the answer is mapped, and not kept. */
@FunctionalInterface
public interface HeaderLookup {

    /**
     * Returns the values of all header lines of a name.
     *
     * @param name the header's name, to be matched in any case
     * @return the values in the order received, empty if there is no such header
     */
    List<String> all(String name);
}
