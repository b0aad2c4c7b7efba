package io.github.partnercenter4j.micrometer;

import io.github.partnercenter4j.CallListener.Operation;
import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.PartnerCenterException;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** The values of keys that several observations have. */
final class Values {

    private Values() {}

    static String of(Operation operation) {
        return lowerCase(operation);
    }

    /** Returns the category of a failure, {@code other} if it is not a failure of this library, or {@code none}. */
    static String errorType(@Nullable Throwable failure) {
        if (failure == null) {
            return PartnerCenterObservation.NONE;
        }
        if (failure instanceof PartnerCenterException ours) {
            return lowerCase(ours.category());
        }
        return failure instanceof CancellationException ? lowerCase(ErrorCategory.CANCELLED) : "other";
    }

    private static String lowerCase(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
