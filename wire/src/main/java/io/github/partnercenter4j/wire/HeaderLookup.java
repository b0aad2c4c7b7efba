package io.github.partnercenter4j.wire;

import java.util.List;

/**
 * Gives access to the headers of a response. Implemented by transports. It is used only while the response is mapped.
 */
@FunctionalInterface
public interface HeaderLookup {

    /**
     * Returns the values of all header lines with a name.
     *
     * @param name the name of the header; upper and lower case are equal
     * @return the values in the order received, empty if there is no such header
     */
    List<String> all(String name);
}
