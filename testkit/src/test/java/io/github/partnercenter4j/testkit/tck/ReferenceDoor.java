package io.github.partnercenter4j.testkit.tck;

import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.testkit.FakePartnerCenter;

/** The way to a fake over HTTP, for tests outside of this package. */
public final class ReferenceDoor {

    private ReferenceDoor() {}

    public static SupportProfileGateway open(FakePartnerCenter fake) {
        return new ReferenceGateway(fake.cloud()).trusting(fake.sslContext());
    }
}
