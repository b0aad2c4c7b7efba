package io.github.partnercenter4j.spring;

import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Names the property where a value is missing or refused. */
final class Checked {

    private Checked() {}

    /** Returns a value that must be set. */
    static <T> T present(String property, @Nullable T value) {
        if (value == null) {
            throw new InvalidPropertyException(property, "is not set. Set it.");
        }
        if (value instanceof String text && text.isBlank()) {
            throw new InvalidPropertyException(property, "is empty. Set it to a value.");
        }
        // Boot leaves a placeholder as it is if nothing defines it.
        if (value instanceof String text && text.matches("\\$\\{[^{}]+}")) {
            throw new InvalidPropertyException(
                    property,
                    "is " + text + ", but nothing defines that. Set the environment variable or the property.");
        }
        return value;
    }

    /** Hands a value to a setter, if it is set. If the setter refuses it, the message names the property. */
    static <T> void applied(String property, @Nullable T value, Function<T, ?> setter) {
        if (value != null) {
            made(property, () -> setter.apply(value));
        }
    }

    /** Returns what is made of a value. If the value is refused, the message names the property. */
    static <T> T made(String property, Supplier<T> maker) {
        try {
            return maker.get();
        } catch (IllegalArgumentException | IllegalStateException refused) {
            throw new InvalidPropertyException(property, "is refused: " + refused.getMessage(), refused);
        }
    }
}
