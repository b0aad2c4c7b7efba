package io.github.partnercenter4j.examples.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.examples.simulation.Plan.Wish;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests that the shrinker removes whatever a fault does not need, and nothing that it needs. */
class ShrinkerTest {

    private static boolean hasEditOfB(Plan plan) {
        return plan.callers().stream().anyMatch(each -> each.wish() == Wish.EDIT && each.tenant() == 1);
    }

    @Test
    void shrink_faultOfOneCaller_keepsOnlyThatCaller() {
        long seed = 0;
        while (!hasEditOfB(Plans.of(seed)) || Plans.of(seed).callers().size() < 10) {
            seed++;
        }
        Shrinker shrinker = new Shrinker(plan -> hasEditOfB(plan) ? "caller 7 (B) fails" : null, plan -> List.of());

        Plan shrunk = shrinker.shrink(Plans.of(seed), "caller 1 (B) fails");

        assertThat(shrunk.callers()).singleElement().satisfies(caller -> {
            assertThat(caller.wish()).isEqualTo(Wish.EDIT);
            assertThat(caller.tenant()).isEqualTo(1);
            assertThat(caller.blocking()).isFalse();
        });
    }

    @Test
    void shrink_smallerWorldHasOtherFault_isNotUsed() {
        Plan plan = Plans.of(1);
        Shrinker shrinker = new Shrinker(
                smaller -> smaller.callers().size() < plan.callers().size() ? "another fault" : "this fault",
                smaller -> List.of());

        assertThat(shrinker.shrink(plan, "this fault").callers()).hasSameSizeAs(plan.callers());
    }
}
