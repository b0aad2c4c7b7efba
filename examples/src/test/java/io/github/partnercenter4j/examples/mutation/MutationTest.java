package io.github.partnercenter4j.examples.mutation;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks that each mutation still finds its text. The mutation tests themselves run seldom. */
class MutationTest {

    static Stream<Mutation> all() {
        return Stream.concat(FaultMatrixMutationTest.mutations(), SimulationMutationTest.mutations());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void mutation_itsText_isFoundOnceInSource(Mutation mutation) {
        assertThatCode(mutation::broken).doesNotThrowAnyException();
    }
}
