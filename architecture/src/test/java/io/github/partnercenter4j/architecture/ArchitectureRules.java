package io.github.partnercenter4j.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The architecture as rules about the packages below a root. The root can be changed, so a test can show that code
 * which breaks the rules fails. Each rule names its ADR.
 */
final class ArchitectureRules {

    private static final String JDK = "java..";
    private static final String JDK_TLS = "javax.net..";
    private static final String JDK_NAMES_IN_CERTIFICATES = "javax.security.auth.x500..";
    private static final String JDK_CIPHERS = "javax.crypto..";
    private static final String NULLNESS = "org.jspecify..";
    private static final String JUNIT = "org.junit.jupiter.api..";
    private static final String JUNIT_PLATFORM = "org.junit.platform.commons..";
    private static final String OPENTEST = "org.opentest4j..";

    private final String root;

    ArchitectureRules(String root) {
        this.root = root;
    }

    /** Returns all rules by name. */
    Map<String, ArchRule> all() {
        return Map.ofEntries(
                Map.entry("coreKnowsOnlyTheJdk", coreKnowsOnlyTheJdk()),
                Map.entry("modelKnowsOnlyItself", modelKnowsOnlyItself()),
                Map.entry("tokenPackageKnowsOnlyPortsAndErrors", tokenPackageKnowsOnlyPortsAndErrors()),
                Map.entry("onlyTheClientKnowsTheTokenPackage", onlyTheClientKnowsTheTokenPackage()),
                Map.entry("retrofitDoesNotKnowApache", transportDoesNotKnow("retrofit", "apache")),
                Map.entry("apacheDoesNotKnowRetrofit", transportDoesNotKnow("apache", "retrofit")),
                Map.entry("msalKnowsOnlyCore", msalKnowsOnlyCore()),
                Map.entry("micrometerKnowsOnlyCore", micrometerKnowsOnlyCore()),
                Map.entry("testkitKnowsOnlyCore", testkitKnowsOnlyCore()),
                Map.entry("contractKnowsOnlyCoreAndTheTestkit", contractKnowsOnlyCoreAndTheTestkit()),
                Map.entry("contractUsesNoHttpClientOfTheJdk", contractUsesNoHttpClientOfTheJdk()),
                Map.entry("contractHasNoCircleOfClasses", contractHasNoCircleOfClasses()),
                Map.entry("okHttpIsUsedInOneModule", library("okhttp3..", "retrofit")),
                Map.entry("retrofitIsUsedInOneModule", library("retrofit2..", "retrofit")),
                Map.entry("apacheIsUsedInOneModule", library("org.apache.hc..", "apache")),
                Map.entry("moshiIsUsedInOneModule", library("com.squareup.moshi..", "wire")),
                Map.entry("msalIsUsedInOneModule", library("com.microsoft.aad.msal4j..", "msal")),
                // The starter hands the application's registry to the adapter.
                Map.entry("micrometerIsUsedInTwoModules", library("io.micrometer..", "micrometer", "spring")),
                Map.entry("picocliIsUsedInOneModule", library("picocli..", "examples.console")),
                Map.entry("springIsUsedInTheStarters", library("org.springframework..", "spring")),
                Map.entry("signaturesShowNoLibrary", signaturesShowNoLibrary()),
                Map.entry("noCheckedExceptions", noCheckedExceptions()),
                Map.entry("noImpl", noImpl()),
                Map.entry("noMutableStatic", noMutableStatic()),
                Map.entry("noCircleOfPackages", noCircleOfPackages()),
                Map.entry("testkitPackagesKnowOnlyThoseBelow", testkitPackagesKnowOnlyThoseBelow()),
                Map.entry("hiddenTestkitPackagesAreNotUsedElsewhere", hiddenTestkitPackagesAreNotUsedElsewhere()),
                Map.entry("hiddenContractPackageIsNotUsedElsewhere", hiddenContractPackageIsNotUsedElsewhere()),
                Map.entry("adaptersDoNotCallThenMethodsOfFutures", adaptersDoNotCallThenMethodsOfFutures()));
    }

    private String in(String part) {
        return root + "." + part + "..";
    }

    private String[] core() {
        return new String[] {root, in("model"), in("port"), in("error")};
    }

    private ArchRule coreKnowsOnlyTheJdk() {
        return classes()
                .that()
                .resideInAnyPackage(join(core(), in("token")))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(join(core(), in("token"), JDK, JDK_TLS, NULLNESS))
                .because("the core must not depend on libraries (docs/adr/0001-hexagon.md)");
    }

    private ArchRule modelKnowsOnlyItself() {
        return classes()
                .that()
                .resideInAPackage(in("model"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(in("model"), JDK, NULLNESS)
                .because("values are used everywhere and depend on no other package (docs/adr/0001-hexagon.md)");
    }

    private ArchRule tokenPackageKnowsOnlyPortsAndErrors() {
        return classes()
                .that()
                .resideInAPackage(in("token"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(in("token"), in("port"), in("error"), in("model"), JDK, NULLNESS)
                .because("the token cache gets what it needs and does not know the client (docs/adr/0001-hexagon.md)");
    }

    private ArchRule onlyTheClientKnowsTheTokenPackage() {
        return noClasses()
                .that(resideInAPackage(root + "..").and(not(resideInAnyPackage(root, in("token")))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(in("token"))
                .because("packages that are not exported may change at any time (docs/adr/0001-hexagon.md)");
    }

    private ArchRule transportDoesNotKnow(String transport, String other) {
        return noClasses()
                .that()
                .resideInAPackage(in(transport))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(in(other))
                .because("a transport must work without the other one on the class path (docs/adr/0001-hexagon.md)");
    }

    private ArchRule testkitKnowsOnlyCore() {
        return classes()
                .that()
                .resideInAPackage(in("testkit"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(join(
                        core(),
                        in("testkit"),
                        JDK,
                        JDK_TLS,
                        JDK_NAMES_IN_CERTIFICATES,
                        NULLNESS,
                        JUNIT,
                        JUNIT_PLATFORM,
                        OPENTEST))
                .because("a fake that used the client's mapping would not notice a misspelt member, and users' test"
                        + " class paths must not get our libraries (docs/adr/0003-own-http-engine.md)");
    }

    private ArchRule contractKnowsOnlyCoreAndTheTestkit() {
        return classes()
                .that()
                .resideInAPackage(in("contract"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(join(
                        core(),
                        in("contract"),
                        root + ".testkit",
                        in("testkit.behaviour"),
                        JDK,
                        JDK_TLS,
                        NULLNESS,
                        JUNIT,
                        OPENTEST))
                .because("a contract must not depend on a transport or on the internals of the fake"
                        + " (docs/adr/0015-contract.md)");
    }

    /** In the contract suite only peers and proxies may open connections, and only to loopback. */
    private ArchRule contractUsesNoHttpClientOfTheJdk() {
        return noClasses()
                .that()
                .resideInAPackage(in("contract"))
                .should()
                .dependOnClassesThat(resideInAPackage("java.net.http..")
                        .or(DescribedPredicate.describe(
                                "URL connections",
                                type -> type.getName().startsWith("java.net.")
                                        && type.getName().contains("URLConnection"))))
                .orShould()
                .callMethodWhere(DescribedPredicate.describe(
                        "URL.open... is called",
                        call -> call.getTargetOwner().isEquivalentTo(URL.class)
                                && call.getName().startsWith("open")))
                .because("tests must use loopback only (docs/adr/0015-contract.md)");
    }

    private ArchRule contractHasNoCircleOfClasses() {
        return slices().assignedFrom(new EachClass(in("contract")))
                .should()
                .beFreeOfCycles()
                .because("authors of a transport read the suite from the top, so a class must come before those it uses"
                        + " (docs/adr/0015-contract.md)");
    }

    private ArchRule noCircleOfPackages() {
        return slices().assignedFrom(new EachPackage(root))
                .should()
                .beFreeOfCycles()
                .because("packages in a cycle can only be understood together (docs/adr/0017-rules-are-tests.md)");
    }

    /**
     * The packages of the testkit, and the packages that each may use. They are all below it. The empty name is the
     * testkit's root package.
     */
    static final Map<String, List<String>> TESTKIT = Map.ofEntries(
            Map.entry("json", List.of()),
            Map.entry("http", List.of()),
            Map.entry("behaviour", List.of()),
            Map.entry("tls", List.of("http")),
            Map.entry("service", List.of("http", "json", "behaviour")),
            Map.entry("entra", List.of("http", "json", "service")),
            Map.entry("visit", List.of("http", "service", "entra")),
            Map.entry("door", List.of("http", "tls", "service", "entra", "visit")),
            Map.entry("memory", List.of("http", "json", "service", "visit")),
            Map.entry("", List.of("behaviour", "door", "entra", "http", "json", "memory", "service", "tls", "visit")),
            Map.entry("junit", List.of("")),
            Map.entry("admin", List.of("", "behaviour", "door", "http", "json", "service")),
            Map.entry("standalone", List.of("", "admin", "behaviour", "door", "json", "tls")));

    private static final List<String> EXPORTED = List.of("", "behaviour", "junit");

    private ArchRule testkitPackagesKnowOnlyThoseBelow() {
        return classes()
                .that()
                .resideInAPackage(in("testkit"))
                .should(new KnowOnlyPackagesBelow(root + ".testkit", TESTKIT))
                .because("a request passes the packages of the fake in one direction (docs/adr/0016-fake.md)");
    }

    private ArchRule hiddenTestkitPackagesAreNotUsedElsewhere() {
        String[] hidden = TESTKIT.keySet().stream()
                .filter(name -> !EXPORTED.contains(name))
                .map(name -> in("testkit." + name))
                .toArray(String[]::new);
        return noClasses()
                .that(resideInAPackage(root + "..").and(not(resideInAPackage(in("testkit")))))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(hidden)
                .because("packages that are not exported may change at any time (docs/adr/0016-fake.md)");
    }

    private ArchRule hiddenContractPackageIsNotUsedElsewhere() {
        return noClasses()
                .that(resideInAPackage(root + "..").and(not(resideInAPackage(in("contract")))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(in("contract.peer"))
                .because("packages that are not exported may change at any time (docs/adr/0015-contract.md)");
    }

    private ArchRule msalKnowsOnlyCore() {
        return classes()
                .that()
                .resideInAPackage(in("msal"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(join(
                        core(),
                        in("msal"),
                        JDK,
                        JDK_TLS,
                        JDK_CIPHERS,
                        NULLNESS,
                        "com.microsoft.aad.msal4j..",
                        "com.azure.json.."))
                .because("the token provider must work without a transport (docs/adr/0001-hexagon.md)");
    }

    private ArchRule micrometerKnowsOnlyCore() {
        return classes()
                .that()
                .resideInAPackage(in("micrometer"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(join(core(), in("micrometer"), JDK, NULLNESS, "io.micrometer.."))
                .because("observations must work with any transport and without Spring (docs/adr/0001-hexagon.md)");
    }

    private String[] inEach(String... parts) {
        return Stream.of(parts).map(this::in).toArray(String[]::new);
    }

    private ArchRule library(String library, String... homes) {
        return noClasses()
                .that(resideInAPackage(root + "..").and(not(resideInAnyPackage(inEach(homes)))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .because(
                        "only one package uses each library, so that it can be replaced there (docs/adr/0001-hexagon.md)");
    }

    private ArchRule signaturesShowNoLibrary() {
        DescribedPredicate<JavaClass> allowed = resideInAnyPackage(
                        root + "..", JDK, JDK_TLS, JDK_CIPHERS, NULLNESS, JUNIT)
                .or(DescribedPredicate.describe("primitives", JavaClass::isPrimitive))
                .or(DescribedPredicate.describe(
                        "types that a transport's builder may borrow",
                        type -> List.of(
                                        "okhttp3.OkHttpClient",
                                        "org.apache.hc.client5.http.classic.ExecChainHandler",
                                        "org.apache.hc.client5.http.io.HttpClientConnectionManager")
                                .contains(type.getName())));
        // The adapter to Micrometer shows the types that it adapts to.
        return methods()
                .that()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .arePublic()
                .and()
                .areDeclaredInClassesThat(resideInAPackage(root + "..").and(not(resideInAPackage(in("micrometer")))))
                .should(new HaveSignatureOf(allowed))
                .because("a library that is in a public signature cannot be replaced (docs/adr/0001-hexagon.md)");
    }

    private ArchRule noCheckedExceptions() {
        return methods()
                .that()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(
                        join(core(), in("wire"), in("retrofit"), in("apache"), in("msal"), in("micrometer")))
                .and()
                .areDeclaredInClassesThat()
                .arePublic()
                .should(new ThrowNothingChecked())
                .because("ports throw only unchecked exceptions (docs/adr/0004-errors.md)");
    }

    private ArchRule noImpl() {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .haveSimpleNameEndingWith("Impl")
                .because("the name of a class must say what it is (docs/adr/0001-hexagon.md)");
    }

    private ArchRule noMutableStatic() {
        return fields().that()
                .areStatic()
                .and()
                .areDeclaredInClassesThat()
                .resideInAPackage(root + "..")
                .should()
                .beFinal()
                .andShould(new BeOfAnImmutableKind())
                .because("several clients in one JVM must not share any state (docs/adr/0005-nothing-global.md)");
    }

    private ArchRule adaptersDoNotCallThenMethodsOfFutures() {
        return noClasses()
                .that()
                .resideInAnyPackage(in("retrofit"), in("apache"), in("msal"))
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "CompletableFuture.then... is called",
                        call -> call.getTargetOwner().isEquivalentTo(CompletableFuture.class)
                                && call.getName().startsWith("then")))
                .because("a future from thenApply does not pass on a cancellation (docs/adr/0002-async-ports.md)");
    }

    private static String[] join(String[] some, String... more) {
        List<String> all = new ArrayList<>(List.of(some));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    /** Assigns each class of a package, with its nested classes, to a slice of its own. */
    private static final class EachClass implements SliceAssignment {

        private final DescribedPredicate<JavaClass> those;

        EachClass(String packages) {
            this.those = resideInAPackage(packages);
        }

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            if (!those.test(type)) {
                return SliceIdentifier.ignore();
            }
            String name = type.getName();
            int nested = name.indexOf('$');
            return SliceIdentifier.of(nested < 0 ? name : name.substring(0, nested));
        }

        @Override
        public String getDescription() {
            return "each class that resides in a package of the contract";
        }
    }

    /** Assigns each package to a slice of its own. */
    private record EachPackage(String root) implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return type.getPackageName().equals(root) || type.getPackageName().startsWith(root + ".")
                    ? SliceIdentifier.of(type.getPackageName())
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }

    private static final class KnowOnlyPackagesBelow extends ArchCondition<JavaClass> {

        private final String testkit;
        private final Map<String, List<String>> known;

        KnowOnlyPackagesBelow(String testkit, Map<String, List<String>> known) {
            super("know only the packages below their own");
            this.testkit = testkit;
            this.known = known;
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            String own = part(type);
            List<String> below = known.get(own);
            if (below == null) {
                events.add(SimpleConditionEvent.violated(type, type.getName() + " is in a package without a place"));
                return;
            }
            type.getDirectDependenciesFromSelf().forEach(dependency -> {
                String other = part(dependency.getTargetClass());
                if (other != null && !other.equals(own) && !below.contains(other)) {
                    events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
                }
            });
        }

        /**
         * Returns the testkit's package that a class is in: empty for the root package, null if it is not in the
         * testkit.
         */
        private @Nullable String part(JavaClass type) {
            String name = type.getBaseComponentType().getPackageName();
            if (name.equals(testkit)) {
                return "";
            }
            return name.startsWith(testkit + ".") ? name.substring(testkit.length() + 1) : null;
        }
    }

    private static final class HaveSignatureOf extends ArchCondition<JavaMethod> {

        private final DescribedPredicate<JavaClass> allowed;

        HaveSignatureOf(DescribedPredicate<JavaClass> allowed) {
            super("have a signature of our and the JDK's types");
            this.allowed = allowed;
        }

        @Override
        public void check(JavaMethod method, ConditionEvents events) {
            List<JavaClass> types = new ArrayList<>(method.getRawParameterTypes());
            types.add(method.getRawReturnType());
            for (JavaClass type : types) {
                if (!allowed.test(type.getBaseComponentType())) {
                    events.add(
                            SimpleConditionEvent.violated(method, method.getFullName() + " shows " + type.getName()));
                }
            }
        }
    }

    private static final class ThrowNothingChecked extends ArchCondition<JavaMethod> {

        ThrowNothingChecked() {
            super("declare no checked exception");
        }

        @Override
        public void check(JavaMethod method, ConditionEvents events) {
            checkUnit(method, events);
        }

        private static void checkUnit(JavaCodeUnit unit, ConditionEvents events) {
            unit.getExceptionTypes().stream()
                    .filter(type -> !type.isAssignableTo(RuntimeException.class) && !type.isAssignableTo(Error.class))
                    .forEach(type -> events.add(
                            SimpleConditionEvent.violated(unit, unit.getFullName() + " declares " + type.getName())));
        }
    }

    /** Checks that a static field cannot change. A final field is not enough: a final list or atomic has state, too. */
    private static final class BeOfAnImmutableKind extends ArchCondition<JavaField> {

        private static final List<String> MUTABLE = List.of(
                "java.util.concurrent.atomic",
                "java.util.concurrent.locks",
                "java.lang.ThreadLocal",
                "java.util.Random",
                "java.util.concurrent.ConcurrentHashMap",
                "java.util.ArrayList",
                "java.util.HashMap");

        BeOfAnImmutableKind() {
            super("be of a kind that cannot change");
        }

        @Override
        public void check(JavaField field, ConditionEvents events) {
            String type = field.getRawType().getName();
            if (MUTABLE.stream().anyMatch(type::startsWith)
                    || !field.getModifiers().contains(JavaModifier.FINAL)) {
                events.add(SimpleConditionEvent.violated(field, field.getFullName() + " can change"));
            }
        }
    }
}
