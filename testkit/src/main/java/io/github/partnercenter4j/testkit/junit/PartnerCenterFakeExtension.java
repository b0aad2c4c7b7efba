package io.github.partnercenter4j.testkit.junit;

import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.GatewayFactory;
import io.github.partnercenter4j.testkit.junit.PartnerCenterFake.Injected;
import io.github.partnercenter4j.testkit.junit.PartnerCenterFake.Scope;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.TestAbortedException;

/**
 * The JUnit extension of {@link PartnerCenterFake}. Register it yourself for fakes and clients with settings:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final PartnerCenterFakeExtension FAKES =
 *         PartnerCenterFakeExtension.of(() -> FakePartnerCenter.builder().seed(42))
 *                 .gateway((cloud, trust) -> ApacheSupportProfileGateway.builder(cloud).sslContext(trust).build());
 * }</pre>
 *
 * <p>In a static field, it applies to the class and its nested classes, except for those with
 * {@link PartnerCenterFake}, for which only the annotation counts. JUnit refuses two registered extensions of this type
 * for one test.
 *
 * <p>Immutable and thread-safe, so tests may run in parallel; the scope defines what they share. If several tests run
 * on one test instance at once, use parameters instead of {@link Injected} fields.
 */
@SuppressWarnings("exports") // JUnit is optional for the testkit: whoever uses this has it.
public final class PartnerCenterFakeExtension
        implements ParameterResolver, BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

    /** The configuration parameter or system property for the seed of all fakes. */
    static final String SEED = "partnercenter4j.seed";

    private static final Namespace NAMESPACE = Namespace.create(PartnerCenterFakeExtension.class);

    /** The settings, or null if they come from the annotation. */
    private final @Nullable Settings settings;

    /** The store of this extension object, for a class and its nested classes. */
    private final Namespace mine = Namespace.create(PartnerCenterFakeExtension.class, this);

    /**
     * Creates an extension with the settings of {@link PartnerCenterFake}, or with the defaults; for
     * {@code @ExtendWith}.
     */
    public PartnerCenterFakeExtension() {
        this(null);
    }

    private PartnerCenterFakeExtension(@Nullable Settings settings) {
        this.settings = settings;
    }

    /**
     * Returns an extension for fakes with your own settings.
     *
     * @param builders returns the builder of each fake
     * @return the extension
     */
    public static PartnerCenterFakeExtension of(Supplier<FakePartnerCenter.Builder> builders) {
        return new PartnerCenterFakeExtension(
                new Settings(builders, Settings.DEFAULT.clients(), null, Scope.METHOD, false));
    }

    private Settings own() {
        return settings == null ? Settings.DEFAULT : settings;
    }

    /**
     * {@return another extension, with a check that all faults of a test were used} See {@link
     * PartnerCenterFake#requireAllRulesUsed()}.
     */
    public PartnerCenterFakeExtension requireAllRulesUsed() {
        Settings now = own();
        return new PartnerCenterFakeExtension(
                new Settings(now.builders(), now.clients(), now.gateways(), now.scope(), true));
    }

    /**
     * Returns this extension with another scope. With {@link Scope#CLASS}, its field must be static. With
     * {@link Scope#SHARED}, extensions with the same {@code builders} object share a fake.
     *
     * @param scope the tests that share a fake
     * @return another extension
     */
    public PartnerCenterFakeExtension scope(Scope scope) {
        Settings now = own();
        return new PartnerCenterFakeExtension(
                new Settings(now.builders(), now.clients(), now.gateways(), scope, now.rulesUsed()));
    }

    /**
     * Returns this extension with a transport for the clients.
     *
     * @param gateways opens the gateways, which are closed together with the clients
     * @return another extension
     */
    public PartnerCenterFakeExtension gateway(GatewayFactory gateways) {
        Settings now = own();
        return new PartnerCenterFakeExtension(new Settings(
                now.builders(),
                now.clients(),
                Objects.requireNonNull(gateways, "gateways"),
                now.scope(),
                now.rulesUsed()));
    }

    /**
     * Returns this extension with your own settings for the clients, such as a retry policy or a virtual clock.
     *
     * @param clients completes the builder of each client, which already has a gateway and tokens
     * @return another extension
     */
    public PartnerCenterFakeExtension client(UnaryOperator<PartnerCenter.Builder> clients) {
        Settings now = own();
        return new PartnerCenterFakeExtension(
                new Settings(now.builders(), clients, now.gateways(), now.scope(), now.rulesUsed()));
    }

    private Settings settings(ExtensionContext context) {
        Class<?> type = annotated(context);
        return type == null ? own() : Settings.annotated(type);
    }

    /**
     * Returns the nearest class with the annotation, or null if this extension's own settings count. JUnit uses one
     * extension of a type for a class and its nested classes, so an annotation of a nested class arrives at the
     * extension in the static field.
     */
    private @Nullable Class<?> annotated(ExtensionContext context) {
        Class<?> home = settings == null ? null : context.getStore(mine).get(Class.class, Class.class);
        if (settings != null && home == null) {
            return null;
        }
        Class<?> type = context.getTestClass().orElse(null);
        while (type != null && type != home && !AnnotationSupport.isAnnotated(type, PartnerCenterFake.class)) {
            type = type.getEnclosingClass();
        }
        return type == home ? null : type;
    }

    /** Returns the key of a class's fake. Each annotated class has its own fake. */
    private Object classKey(ExtensionContext context) {
        Class<?> type = annotated(context);
        return type == null ? Scope.CLASS : type;
    }

    private @Nullable OfClass ofClass(ExtensionContext context) {
        return context.getStore(mine).get(classKey(context), OfClass.class);
    }

    /** Lets JUnit call constructors as part of the test, so that their parameters belong to the test. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext rootContext) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return TestTenant.offers(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return testTenant(context).get(parameter.getParameter().getType());
    }

    /** Records the outermost class of this extension, and the outermost class whose tests share a fake. */
    @Override
    public void beforeAll(ExtensionContext context) {
        Store store = context.getStore(mine);
        if (store.get(Class.class) == null) {
            store.put(Class.class, context.getRequiredTestClass());
        }
        if (settings(context).scope() == Scope.CLASS && ofClass(context) == null) {
            store.put(classKey(context), new OfClass(context.getUniqueId()));
        }
    }

    /** Sets the annotated fields of the test instance and its outer instances. */
    @Override
    public void beforeEach(ExtensionContext context) {
        for (Object instance : context.getRequiredTestInstances().getAllInstances()) {
            for (Field field : AnnotationSupport.findAnnotatedFields(instance.getClass(), Injected.class)) {
                inject(instance, field, context);
            }
        }
    }

    private void inject(Object instance, Field field, ExtensionContext context) {
        boolean settable = !Modifier.isStatic(field.getModifiers()) && !Modifier.isFinal(field.getModifiers());
        if (!settable || !TestTenant.offers(field.getType())) {
            throw new ExtensionConfigurationException(
                    "@Injected is for fields that are neither static nor final, of type"
                            + " FakePartnerCenter, FakeTenant, PartnerCenter or SupportProfileOperations, not for "
                            + field + ".");
        }
        try {
            field.setAccessible(true);
            field.set(instance, testTenant(context).get(field.getType()));
        } catch (IllegalAccessException | InaccessibleObjectException closed) {
            throw new ExtensionConfigurationException(
                    field
                            + " cannot be set: open its package to io.github.partnercenter4j.testkit, or take a parameter.",
                    closed);
        }
    }

    private TestTenant testTenant(ExtensionContext context) {
        Settings now = settings(context);
        if (now.scope() == Scope.CLASS) {
            OfClass shared = ofClass(context);
            if (shared == null) {
                throw new ParameterResolutionException(
                        "The fake of a class is created before its tests: make the @RegisterExtension field static.");
            }
            return shared.testTenant(now, context);
        }
        if (context.getTestMethod().isEmpty()) {
            throw new ParameterResolutionException(
                    "A fake lives as long as one test method: take it as a parameter of the test, of @BeforeEach, or of"
                            + " the constructor of a class with a life cycle per method (JUnit 5.12 or newer), or let the"
                            + " class have one (Scope.CLASS).");
        }
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(TestTenant.class, type -> newTestTenant(now, context), TestTenant.class);
    }

    private static TestTenant newTestTenant(Settings now, ExtensionContext context) {
        if (now.scope() != Scope.SHARED) {
            FakePartnerCenter fake = now.newFake(context);
            return new TestTenant(now, fake, fake.tenant(), false);
        }
        FakePartnerCenter shared = context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(now.builders(), key -> new SharedFake(now.newFake(context)), SharedFake.class)
                .fake();
        // The same tenant in every run, whatever the order of the tests is.
        byte[] name = context.getUniqueId().getBytes(StandardCharsets.UTF_8);
        return new TestTenant(now, shared, UUID.nameUUIDFromBytes(name).toString(), true);
    }

    /**
     * Reports what the fake received if the test failed, and closes the client and the fake of the test.
     *
     * @throws AssertionError if the test requires that all its faults were used, and one was not; not if the test has
     *     already failed, because that is probably the reason
     */
    @Override
    public void afterEach(ExtensionContext context) {
        Settings now = settings(context);
        TestTenant testTenant = now.scope() == Scope.CLASS
                ? testTenantOfClass(context)
                : context.getStore(NAMESPACE).get(TestTenant.class, TestTenant.class);
        if (testTenant == null) {
            return;
        }
        boolean clean = context.getExecutionException().isEmpty();
        boolean failed = !clean && !(context.getExecutionException().get() instanceof TestAbortedException);
        try {
            if (now.scope() != Scope.CLASS) {
                testTenant.close();
            }
            if (now.rulesUsed() && clean) {
                failed = true;
                testTenant.requireAllRulesUsed();
                failed = false;
            }
        } finally {
            if (failed) {
                publish(context, testTenant.report());
            }
            if (now.scope() != Scope.CLASS) {
                testTenant.resetIfShared();
            }
        }
    }

    private @Nullable TestTenant testTenantOfClass(ExtensionContext context) {
        OfClass shared = ofClass(context);
        return shared == null ? null : shared.known();
    }

    private static void publish(ExtensionContext context, String report) {
        context.publishReportEntry("partnercenter4j", report);
        System.err.println("The fake Partner Center of " + context.getDisplayName() + ", which failed (" + SEED
                + " repeats a seed):\n" + report);
    }

    /** Closes the client and the fake of the class. */
    @Override
    public void afterAll(ExtensionContext context) {
        OfClass shared = ofClass(context);
        if (shared != null && shared.owner.equals(context.getUniqueId())) {
            TestTenant testTenant = shared.known();
            if (testTenant != null) {
                testTenant.close();
            }
        }
    }

    /** The test tenant of a class and its nested classes, created when needed. Thread-safe. */
    private static final class OfClass {

        private final String owner;
        private @Nullable TestTenant testTenant;

        OfClass(String owner) {
            this.owner = owner;
        }

        synchronized TestTenant testTenant(Settings settings, ExtensionContext context) {
            if (testTenant == null) {
                testTenant = newTestTenant(settings, context);
            }
            return testTenant;
        }

        synchronized @Nullable TestTenant known() {
            return testTenant;
        }
    }
}
