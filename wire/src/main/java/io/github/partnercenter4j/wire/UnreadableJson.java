package io.github.partnercenter4j.wire;

import java.io.Serial;

/**
 * Thrown if a text is not the expected JSON. The message continues the sentence "The response body ...". The message of
 * a JSON library is not used, because it would quote the text. Never leaves this package.
 */
final class UnreadableJson extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private final boolean foreign;

    UnreadableJson(String problem) {
        this(problem, false);
    }

    private UnreadableJson(String problem, boolean foreign) {
        super(problem, null, false, false);
        this.foreign = foreign;
    }

    /** The text may be valid JSON, but not a support profile. Another server may have written it. */
    static UnreadableJson foreign(String problem) {
        return new UnreadableJson(problem, true);
    }

    boolean isForeign() {
        return foreign;
    }

    String problem() {
        return String.valueOf(getMessage());
    }
}
