package io.github.partnercenter4j.wire;

import io.github.partnercenter4j.testkit.json.Json;
import io.github.partnercenter4j.testkit.json.Json.ArrayValue;
import io.github.partnercenter4j.testkit.json.Json.Member;
import io.github.partnercenter4j.testkit.json.Json.ObjectValue;

/** Finds duplicate names in an object. RFC 8259 allows them, this client does not. */
final class DuplicateNames {

    private DuplicateNames() {}

    static boolean in(Json value) {
        if (value instanceof ArrayValue array) {
            return array.items().stream().anyMatch(DuplicateNames::in);
        }
        return value instanceof ObjectValue object
                && (object.members().stream().map(Member::name).distinct().count()
                                < object.members().size()
                        || object.members().stream().map(Member::value).anyMatch(DuplicateNames::in));
    }
}
