package io.github.partnercenter4j.contract.matrix;

import org.jspecify.annotations.Nullable;

/**
 * One test of the matrix.
 *
 * @param row the row's number, such as {@code F23}
 * @param name the variant
 * @param leaping whether it takes place on time that leaps over waits
 * @param play what happens, the call that is made after it by everybody excepted
 * @param slower the same under longer limits, or null. On a busy machine a short limit may pass before the fault strikes,
 *     which says nothing of the client: only a cell that fails under both has failed
 */
record FaultCell(
        String row,
        String name,
        boolean leaping,
        Play play,
        @Nullable Play slower) {

    /** What a cell does. */
    @FunctionalInterface
    interface Play {
        /**
         * Plays.
         *
         * @param rig where
         * @return what was measured
         * @throws Exception if the cell does not survive, as any error says
         */
        String in(FaultRig rig) throws Exception;
    }

    /** A cell in real time. */
    static FaultCell cell(String row, String name, Play play) {
        return new FaultCell(row, name, false, play, null);
    }

    /** A cell on time that leaps over waits. */
    static FaultCell leaping(String row, String name, Play play) {
        return new FaultCell(row, name, true, play, null);
    }

    boolean isWrite() {
        return name.startsWith(FaultRig.Verb.PUT.name());
    }
}
