package io.github.partnercenter4j.architecture.bad.contract;

/** Breaks, together with {@link MatrixWithARig}: no cycle of classes in the contract. */
public class RigThatKnowsItsMatrix {
    MatrixWithARig.Cell cell;
}
