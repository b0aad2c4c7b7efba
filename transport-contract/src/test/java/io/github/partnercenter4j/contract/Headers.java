package io.github.partnercenter4j.contract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The headers of an answer: order and duplicates as they came, looked up in any case. Immutable. */
record Headers(List<Map.Entry<String, String>> list) {

    Headers {
        list = List.copyOf(list);
    }

    @Nullable
    String first(String name) {
        return all(name).stream().findFirst().orElse(null);
    }

    List<String> all(String name) {
        return list.stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .toList();
    }

    boolean has(String name) {
        return first(name) != null;
    }

    /** Tells whether one of the comma-separated members of that header is this token. */
    boolean hasToken(String name, String token) {
        return all(name).stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .anyMatch(member -> member.trim().equalsIgnoreCase(token));
    }

    /** The same, and one more. */
    Headers plus(String name, String value) {
        List<Map.Entry<String, String>> more = new ArrayList<>(list);
        more.add(Map.entry(name, value));
        return new Headers(more);
    }

    Headers without(String name) {
        return new Headers(list.stream()
                .filter(header -> !header.getKey().equalsIgnoreCase(name))
                .toList());
    }
}
