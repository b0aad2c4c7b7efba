package io.github.partnercenter4j.spring;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;

/**
 * The partners of the application by name, as {@code partnercenter.partners} has them. A single partner without a name
 * is called {@code default}. Thread-safe. The application context closes them.
 */
public final class Partners {

    private final Map<String, Partner> byName;

    Partners(List<Partner> partners) {
        Map<String, Partner> map = new LinkedHashMap<>();
        partners.forEach(partner -> map.put(partner.name(), partner));
        this.byName = Collections.unmodifiableMap(map);
    }

    /**
     * Returns the names of the partners.
     *
     * @return the names, in the order of the properties; unmodifiable
     */
    public Set<String> names() {
        return byName.keySet();
    }

    /**
     * Returns a partner that must exist.
     *
     * @param name the name
     * @return the partner
     * @throws NoSuchElementException if no partner has this name; the message lists the names
     */
    public Partner get(String name) {
        return find(name)
                .orElseThrow(() -> new NoSuchElementException(
                        "No partner is named \"" + name + "\": the names are " + String.join(", ", names()) + "."));
    }

    /**
     * Returns a partner, if it exists. Use it for a name that comes from a request.
     *
     * @param name the name
     * @return the partner, or empty
     */
    public Optional<Partner> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Ends the calls in flight. The gateway is a bean of its own, and the context closes it afterwards. */
    void close() {
        byName.values().forEach(Partner::close);
    }

    /** Shows the names only. */
    @Override
    public String toString() {
        return "Partners" + names();
    }
}
