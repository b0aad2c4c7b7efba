package io.github.partnercenter4j.contract.matrix;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One test of the matrix.
 *
 * @param row the row's number, such as {@code F23}
 * @param name the operation, the fault, and the expected end, such as
 *     {@code PUT: applied, then reset -> IO, 2 sends, UNKNOWN}
 * @param leaping whether it runs on virtual time that skips waits
 * @param play the steps of the cell, without the following call that every cell makes
 * @param slower the same steps with longer timeouts, or null. On a busy machine, a short timeout may end before the
 *     fault; a cell fails only if it fails with both
 */
record FaultCell(
        String row,
        String name,
        boolean leaping,
        Play play,
        @Nullable Play slower) {

    private static final Pattern NAME = Pattern.compile("(GET|PUT|edit): (.+) -> (.+)");

    FaultCell {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("A cell's name is like 'PUT: what goes wrong -> ending', not: " + name);
        }
    }

    /** The steps of a cell. */
    @FunctionalInterface
    interface Play {
        /**
         * Runs the steps.
         *
         * @return what was measured
         * @throws Exception if the cell fails, like any error
         */
        String in(FaultRig rig) throws Exception;
    }

    /** A cell in real time. */
    static FaultCell cell(String row, String name, Play play) {
        return new FaultCell(row, name, false, play, null);
    }

    /** A cell with a clock that skips waits. */
    static FaultCell leaping(String row, String name, Play play) {
        return new FaultCell(row, name, true, play, null);
    }

    /** GET for a read, PUT for a write, edit for a read and a write. */
    String asked() {
        return part(1);
    }

    String fault() {
        return part(2);
    }

    /** How the call must end. */
    String ending() {
        return part(3);
    }

    private String part(int number) {
        Matcher parts = NAME.matcher(name);
        return parts.matches() ? parts.group(number) : "";
    }

    boolean isWrite() {
        return asked().equals(Verb.PUT.name());
    }
}
