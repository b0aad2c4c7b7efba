package io.github.partnercenter4j.examples.spring;

import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.SupportProfileOperations;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.msal.MsalAccessTokenProvider;
import java.util.function.UnaryOperator;

/** One partner's client, whose calls are observed. Thread-safe. */
record Partner(PartnerCenter client, MsalAccessTokenProvider tokens, ObservedCalls calls) implements AutoCloseable {

    SupportProfile profile() {
        return operations().get();
    }

    SupportProfile edit(UnaryOperator<SupportProfile> change) {
        return operations().edit(change);
    }

    private SupportProfileOperations operations() {
        return client.profiles().supportProfile();
    }

    @Override
    public void close() {
        client.close();
        tokens.close();
    }
}
