package io.github.partnercenter4j.testkit.admin;

import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.door.FurtherDoor;
import io.github.partnercenter4j.testkit.http.Handler;

/** Opens the administrator's door of a fake in somebody's program. */
public final class EmbeddedAdmin implements FurtherDoor<FakePartnerCenter> {

    @Override
    public Handler open(FakePartnerCenter fake) {
        return new AdminDoor(fake, AdminSettings.NONE);
    }
}
