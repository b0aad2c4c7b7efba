package io.github.partnercenter4j.examples.bad.contract;

/** Breaks, together with the class inside the other: no circle of classes in the contract. */
public class RigThatKnowsItsMatrix {
    MatrixWithARig.Cell cell;
}
