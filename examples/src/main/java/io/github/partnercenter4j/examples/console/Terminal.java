package io.github.partnercenter4j.examples.console;

import java.io.Console;
import org.jspecify.annotations.Nullable;

/** Asks the person at the terminal. */
@FunctionalInterface
interface Terminal {

    /** Asks a question and returns the line that is typed, or null if there is no terminal. */
    @Nullable
    String ask(String question);

    /** Asks at the terminal of this process. */
    // Java 22 to 24 give a console that is no terminal, too. Its readLine returns null at the end of the input.
    @SuppressWarnings("SystemConsoleNull")
    static @Nullable String real(String question) {
        Console console = System.console();
        return console == null ? null : console.readLine("%s", question);
    }
}
