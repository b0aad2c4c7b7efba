package io.github.partnercenter4j.contract.matrix;

import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.model.WriteOutcome;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The expected end of a call.
 *
 * @param category the expected category of the failure, or null for a success
 * @param tries how many exchanges the client may begin
 * @param sends how many requests the server must receive; equal to {@code tries} unless requests cannot reach it
 * @param outcomes the allowed outcomes of a failed write; more than one only if it depends on the transport
 * @param reads how many reconciling reads must follow a write
 * @param other another allowed end that depends on the transport, or null
 */
record Ending(
        @Nullable ErrorCategory category,
        Count tries,
        Count sends,
        Set<WriteOutcome> outcomes,
        int reads,
        @Nullable Ending other) {

    /** A number, or anything from one to another. */
    record Count(int least, int most) {

        static Count of(int exactly) {
            return new Count(exactly, exactly);
        }

        boolean allows(int number) {
            return least <= number && number <= most;
        }

        @Override
        public String toString() {
            return least == most ? Integer.toString(least) : least + "-" + most;
        }
    }

    static Ending success(int sends) {
        return new Ending(null, Count.of(sends), Count.of(sends), Set.of(), 0, null);
    }

    static Ending failure(ErrorCategory category, int sends, WriteOutcome... outcomes) {
        return new Ending(category, Count.of(sends), Count.of(sends), Set.of(outcomes), 0, null);
    }

    Ending triesUpTo(int most) {
        return new Ending(category, new Count(tries.least(), most), sends, outcomes, reads, other);
    }

    Ending sends(int number) {
        return new Ending(category, tries, Count.of(number), outcomes, reads, other);
    }

    Ending sendsUpTo(int most) {
        return new Ending(category, tries, new Count(sends.least(), most), outcomes, reads, other);
    }

    Ending readsAfter(int number) {
        return new Ending(category, tries, sends, outcomes, number, other);
    }

    Ending or(Ending allowed) {
        return new Ending(category, tries, sends, outcomes, reads, other == null ? allowed : other.or(allowed));
    }

    /** Returns of several endings the one that a call came to by its category, else the first. */
    Ending of(@Nullable ErrorCategory came) {
        for (Ending each = this; each != null; each = each.other) {
            if (Objects.equals(each.category, came)) {
                return each;
            }
        }
        return this;
    }

    boolean isSuccess() {
        return category == null;
    }

    /** Such as {@code IO, 2 sends, UNKNOWN}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(category == null ? "success" : category.name());
        if (!tries.equals(sends)) {
            text.append(", ").append(tries).append(tries.most() == 1 ? " try" : " tries");
        }
        text.append(", ").append(sends).append(sends.most() == 1 ? " send" : " sends");
        if (reads > 0) {
            text.append(" and ").append(reads).append(reads == 1 ? " read" : " reads");
        }
        if (!outcomes.isEmpty()) {
            text.append(", ")
                    .append(new TreeSet<>(outcomes)
                            .stream().map(WriteOutcome::name).collect(Collectors.joining(" or ")));
        }
        if (other != null) {
            text.append("; or ").append(other);
        }
        return text.toString();
    }
}
