package io.github.partnercenter4j.testkit.admin;

import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.door.FurtherDoor;
import io.github.partnercenter4j.testkit.http.Handler;

/** Creates the administration API of a fake that is part of another program. */
public final class EmbeddedAdmin implements FurtherDoor<FakePartnerCenter> {

    @Override
    public Handler open(FakePartnerCenter fake) {
        return new AdminDoor(fake, AdminSettings.NONE);
    }
}
