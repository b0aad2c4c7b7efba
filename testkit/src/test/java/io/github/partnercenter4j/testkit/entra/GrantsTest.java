package io.github.partnercenter4j.testkit.entra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.partnercenter4j.testkit.entra.Resources.Resource;
import java.time.InstantSource;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A fake that runs for days keeps a limited number of grants. */
class GrantsTest {

    private static final App APP = new App("89b5bd59-e7e4-4779-8b33-056684b0cae4", true);
    private static final String TENANT = "5aff0404-fd12-4567-a9b1-7620e3f17f1c";
    private static final String REDIRECT = "https://app.example/";
    private static final SignIn SIGN_IN = new SignIn(
            APP, TENANT, true, null, new Scope(new Resource("https://api.example", true, false), true, true));

    private final Grants grants = new Grants(InstantSource.system(), new SplittableRandom(1));

    @Test
    void tooManyCodesAndDevices_oldestAreRemoved() throws Exception {
        String firstCode = grants.issueCode(SIGN_IN, REDIRECT, null, true);
        String secondCode = grants.issueCode(SIGN_IN, REDIRECT, null, true);
        String firstDevice = grants.issueDeviceCode(SIGN_IN).deviceCode();
        for (int i = 0; i < Grants.MOST - 1; i++) {
            grants.issueCode(SIGN_IN, REDIRECT, null, true);
            grants.issueDeviceCode(SIGN_IN);
        }
        grants.issueDeviceCode(SIGN_IN);

        assertThatThrownBy(() -> grants.redeem(firstCode, APP, TENANT, null, REDIRECT, null))
                .hasMessageContaining("AADSTS9002313");
        assertThat(grants.redeem(secondCode, APP, TENANT, null, REDIRECT, null)).isEqualTo(SIGN_IN);
        assertThatThrownBy(() -> grants.poll(firstDevice, APP, TENANT, null)).hasMessageContaining("AADSTS70018");
    }

    @Test
    void tooManyRefreshTokens_leastRecentlyUsedIsRemoved() throws Exception {
        String used = grants.issueRefreshToken(SIGN_IN);
        String unused = grants.issueRefreshToken(SIGN_IN);
        for (int i = 0; i < Grants.MOST - 1; i++) {
            grants.refresh(used, APP, TENANT, false);
            grants.issueRefreshToken(SIGN_IN);
        }

        assertThat(grants.refresh(used, APP, TENANT, false)).isEqualTo(SIGN_IN);
        assertThatThrownBy(() -> grants.refresh(unused, APP, TENANT, false)).hasMessageContaining("AADSTS9002313");
    }
}
