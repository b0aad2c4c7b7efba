package consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.partnercenter4j.SupportProfileOperations;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.FakeTenant;
import io.github.partnercenter4j.testkit.junit.PartnerCenterFake.Scope;
import io.github.partnercenter4j.testkit.junit.PartnerCenterFakeExtension;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests in parallel on one fake, registered by hand, each with a tenant of its own. */
class SharedFakeTest {

    private static final Set<FakePartnerCenter> FAKES = ConcurrentHashMap.newKeySet();
    private static final Set<String> TENANTS = ConcurrentHashMap.newKeySet();

    @RegisterExtension
    static final PartnerCenterFakeExtension FAKE =
            PartnerCenterFakeExtension.of(FakePartnerCenter::builder).scope(Scope.SHARED);

    @RepeatedTest(50)
    void ownTenant(FakeTenant tenant, SupportProfileOperations support, RepetitionInfo which) {
        check(tenant, support, which);
    }

    @Nested
    class Inner {
        @RepeatedTest(50)
        void ownTenant(FakeTenant tenant, SupportProfileOperations support, RepetitionInfo which) {
            check(tenant, support, which);
        }
    }

    private static void check(FakeTenant tenant, SupportProfileOperations support, RepetitionInfo which) {
        String telephone = "" + which.getCurrentRepetition();
        FAKES.add(tenant.fake());
        assertTrue(TENANTS.add(tenant.id()));
        support.edit(profile -> profile.withTelephone(telephone));
        assertEquals(telephone, tenant.profile().telephone());
        assertEquals(2, tenant.journal().total());
    }

    @AfterAll
    static void oneFake() {
        assertEquals(1, FAKES.size());
        assertEquals(100, TENANTS.size());
    }
}
