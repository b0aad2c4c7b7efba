package io.github.partnercenter4j.wire;

import java.io.Serial;

/**
 * A text is not the JSON that is due. Its message continues a sentence ("The response body ...") in our words: a JSON
 * library's would quote the text, which is personal data or a hostile peer's. Never leaves this package.
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

    /** The text may be good JSON, but it is something else than what is due: perhaps somebody else wrote it. */
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
