package io.github.partnercenter4j.contract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The headers of a response, in their order and with duplicates. Names are compared without case. Immutable. */
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

    /** Returns whether a header of that name has this token in its list. */
    boolean hasToken(String name, String token) {
        return all(name).stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .anyMatch(member -> member.trim().equalsIgnoreCase(token));
    }

    /** Returns these headers and one more. */
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
