package io.github.partnercenter4j.spring.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.Fault;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

class ContextFakeTest {

    @Test
    void test_thatStartsDuringAnother_failsAndLeavesTheFakeToTheOther() {
        try (FakePartnerCenter fake = FakePartnerCenter.create()) {
            ContextFake shared = new ContextFake(fake, List.of(), null);
            shared.begin("First.test()");
            fake.next(Fault.answer(503));

            assertThatThrownBy(() -> shared.begin("Second.test()"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Second.test() starts while First.test() uses the same fake")
                    .hasMessageContaining("SAME_THREAD");
            assertThat(fake.faultsLeft()).isOne();

            shared.end();
            shared.begin("Second.test()");
            shared.reset(new StaticListableBeanFactory());
            assertThat(fake.faultsLeft()).isZero();
        }
    }
}
