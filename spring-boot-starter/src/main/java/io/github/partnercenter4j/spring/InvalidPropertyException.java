package io.github.partnercenter4j.spring;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A property is missing or makes no sense, so the application cannot start. Its message never shows a value. */
final class InvalidPropertyException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    /**
     * Creates the exception.
     *
     * @param property the full name of the property
     * @param reason what is wrong and what to do: a sentence whose subject is the property
     */
    InvalidPropertyException(String property, String reason) {
        this(property, reason, null);
    }

    InvalidPropertyException(String property, String reason, @Nullable Throwable cause) {
        super(property + " " + reason, cause);
    }
}
