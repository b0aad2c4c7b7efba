package io.github.partnercenter4j.examples.probe;

import org.jspecify.annotations.Nullable;

/**
 * A question with the answers of both.
 *
 * @param question the question
 * @param fake what the fake did
 * @param service what the service did
 */
record Row(Question question, Answer fake, Answer service) {

    /** Returns whether both did the same; null if the service has no verdict. */
    @Nullable
    Boolean agrees() {
        String verdict = service.verdict();
        return verdict == null ? null : verdict.equals(fake.verdict());
    }

    /** Returns what the answer alone says of the behaviour that the question decides: on, off, or null. */
    @Nullable
    Boolean alone() {
        String verdict = service.verdict();
        return verdict == null ? null : question.switches(verdict);
    }
}
