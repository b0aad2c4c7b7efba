package io.github.partnercenter4j.examples.readme;

// region junit-test
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.partnercenter4j.SupportProfileOperations;
import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.Fault;
import io.github.partnercenter4j.testkit.Request;
import io.github.partnercenter4j.testkit.junit.PartnerCenterFake;
import org.junit.jupiter.api.Test;

@PartnerCenterFake
class SupportPageTest {

    @Test
    void throttledUpdate_isReported(FakePartnerCenter fake, SupportProfileOperations support) {
        // A call never waits an hour.
        fake.when(Request.put()).play(Fault.answer(429).header("Retry-After", "3600"));

        assertThrows(ServiceException.class, () -> support.edit(profile -> profile.withTelephone("4255550100")));

        assertEquals(0, fake.writesApplied());
        assertEquals(429, fake.journal().last().status());
    }
}
// endregion
