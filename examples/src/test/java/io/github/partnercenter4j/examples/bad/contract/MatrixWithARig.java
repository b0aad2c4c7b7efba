package io.github.partnercenter4j.examples.bad.contract;

/** Breaks, together with the other: no circle of classes in the contract. */
public class MatrixWithARig {
    RigThatKnowsItsMatrix rig;

    static class Cell {}
}
