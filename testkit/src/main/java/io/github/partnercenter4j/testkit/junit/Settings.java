package io.github.partnercenter4j.testkit.junit;

import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.GatewayFactory;
import io.github.partnercenter4j.testkit.junit.PartnerCenterFake.Scope;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * The settings of fakes and clients. Immutable.
 *
 * @param builders returns the builder of each fake
 * @param clients completes the builder of each client
 * @param gateways opens the gateways of the clients, or null for the in-memory gateway
 * @param scope the tests that share a fake
 * @param rulesUsed whether to check that each test has used its faults
 */
record Settings(
        Supplier<FakePartnerCenter.Builder> builders,
        UnaryOperator<PartnerCenter.Builder> clients,
        @Nullable GatewayFactory gateways,
        Scope scope,
        boolean rulesUsed) {

    Settings {
        Objects.requireNonNull(builders, "builders");
        Objects.requireNonNull(clients, "clients");
        Objects.requireNonNull(scope, "scope");
    }

    /** A single object, because it is the key of a shared fake. */
    static final Settings DEFAULT =
            new Settings(FakePartnerCenter::builder, UnaryOperator.identity(), null, Scope.METHOD, false);

    /** Reads the annotation of a class, also an inherited one or one on another annotation. */
    static Settings annotated(Class<?> type) {
        PartnerCenterFake fake =
                AnnotationSupport.findAnnotation(type, PartnerCenterFake.class).orElseThrow();
        return new Settings(
                DEFAULT.builders, DEFAULT.clients, gateways(fake.gateway()), fake.scope(), fake.requireAllRulesUsed());
    }

    private static @Nullable GatewayFactory gateways(Class<? extends GatewayFactory> type) {
        if (type == GatewayFactory.class) {
            return null;
        }
        try {
            return ReflectionSupport.newInstance(type);
        } catch (Exception unfit) {
            throw new ExtensionConfigurationException(
                    type.getName() + " cannot be made: give it a constructor without parameters (a nested class must be"
                            + " static), or use PartnerCenterFakeExtension.gateway(..).",
                    unfit);
        }
    }

    /** Creates a fake, with the seed of the run if one is set. */
    FakePartnerCenter newFake(ExtensionContext context) {
        FakePartnerCenter.Builder builder = builders.get();
        context.getConfigurationParameter(PartnerCenterFakeExtension.SEED)
                .ifPresent(seed -> builder.seed(number(seed)));
        return builder.build();
    }

    private static long number(String seed) {
        try {
            return Long.parseLong(seed.strip());
        } catch (NumberFormatException noNumber) {
            throw new ExtensionConfigurationException(PartnerCenterFakeExtension.SEED
                    + " must be a whole number, as a failed test's report shows it, not \"" + seed + "\".");
        }
    }
}
