package io.github.partnercenter4j.architecture.bad.contract;

/** Breaks, together with {@link RigThatKnowsItsMatrix}: no cycle of classes in the contract. */
public class MatrixWithARig {
    RigThatKnowsItsMatrix rig;

    static class Cell {}
}
