package io.github.partnercenter4j.wire;

import java.io.Serial;

/**
 * A text is not the JSON that is due. Its message continues a sentence ("The answer's body ...") in our words: a JSON
 * library's would quote the text, which is personal data or a hostile peer's. Never leaves this package.
 */
final class UnreadableJson extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    UnreadableJson(String problem) {
        super(problem, null, false, false);
    }

    String problem() {
        return String.valueOf(getMessage());
    }
}
