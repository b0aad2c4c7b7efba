package io.github.partnercenter4j.testkit.junit;

import io.github.partnercenter4j.testkit.FakePartnerCenter;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A fake in the store of a whole run, which closes it. JUnit before 5.13 uses the first interface for that, later
 * versions prefer the second.
 */
@SuppressWarnings("deprecation")
record SharedFake(FakePartnerCenter fake) implements ExtensionContext.Store.CloseableResource, AutoCloseable {

    @Override
    public void close() {
        fake.close();
    }
}
