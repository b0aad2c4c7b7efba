package io.github.partnercenter4j.examples.rules;

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
 * The architecture as rules over packages below a root, so that the same rules can be shown to bite on code that breaks
 * them. Each names the decision it keeps.
 */
final class HouseRules {

    private static final String JDK = "java..";
    private static final String JDK_TLS = "javax.net..";
    private static final String NULLNESS = "org.jspecify..";
    private static final String JUNIT = "org.junit.jupiter.api..";
    private static final String JUNIT_PLATFORM = "org.junit.platform.commons..";
    private static final String OPENTEST = "org.opentest4j..";

    private final String root;

    HouseRules(String root) {
        this.root = root;
    }

    /** All rules by name. */
    Map<String, ArchRule> all() {
        return Map.ofEntries(
                Map.entry("coreKnowsOnlyTheJdk", coreKnowsOnlyTheJdk()),
                Map.entry("modelKnowsOnlyItself", modelKnowsOnlyItself()),
                Map.entry("tokenRoomKnowsOnlyPortsAndErrors", tokenRoomKnowsOnlyPortsAndErrors()),
                Map.entry("onlyTheClientKnowsTheTokenRoom", onlyTheClientKnowsTheTokenRoom()),
                Map.entry("retrofitDoesNotKnowApache", strangers("retrofit", "apache")),
                Map.entry("apacheDoesNotKnowRetrofit", strangers("apache", "retrofit")),
                Map.entry("msalKnowsOnlyCore", msalKnowsOnlyCore()),
                Map.entry("testkitKnowsOnlyCore", testkitKnowsOnlyCore()),
                Map.entry("contractKnowsOnlyCoreAndTheTestkit", contractKnowsOnlyCoreAndTheTestkit()),
                Map.entry("contractOpensSocketsAlone", contractOpensSocketsAlone()),
                Map.entry("contractHasNoCircleOfClasses", contractHasNoCircleOfClasses()),
                Map.entry("okHttpHasOneHome", library("okhttp3..", "retrofit")),
                Map.entry("retrofitHasOneHome", library("retrofit2..", "retrofit")),
                Map.entry("apacheHasOneHome", library("org.apache.hc..", "apache")),
                Map.entry("moshiHasOneHome", library("com.squareup.moshi..", "wire")),
                Map.entry("msalHasOneHome", library("com.microsoft.aad.msal4j..", "msal")),
                Map.entry("picocliHasOneHome", library("picocli..", "examples.console")),
                Map.entry("signaturesShowNoLibrary", signaturesShowNoLibrary()),
                Map.entry("noCheckedExceptions", noCheckedExceptions()),
                Map.entry("noImpl", noImpl()),
                Map.entry("noMutableStatic", noMutableStatic()),
                Map.entry("noCircleOfPackages", noCircleOfPackages()),
                Map.entry("testkitRoomsKnowOnlyThoseBelow", testkitRoomsKnowOnlyThoseBelow()),
                Map.entry("whatTheTestkitHidesIsItsOwn", whatTheTestkitHidesIsItsOwn()),
                Map.entry("adaptersMapFuturesByTheHousesOwnMap", adaptersMapFuturesByTheHousesOwnMap()));
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

    private ArchRule tokenRoomKnowsOnlyPortsAndErrors() {
        return classes()
                .that()
                .resideInAPackage(in("token"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(in("token"), in("port"), in("error"), in("model"), JDK, NULLNESS)
                .because("the token cache gets what it needs and does not know the client (docs/adr/0001-hexagon.md)");
    }

    private ArchRule onlyTheClientKnowsTheTokenRoom() {
        return noClasses()
                .that(resideInAPackage(root + "..").and(not(resideInAnyPackage(root, in("token")))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(in("token"))
                .because("packages that are not exported may change at any time (docs/adr/0001-hexagon.md)");
    }

    private ArchRule strangers(String transport, String other) {
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
                .resideInAnyPackage(
                        join(core(), in("testkit"), JDK, JDK_TLS, NULLNESS, JUNIT, JUNIT_PLATFORM, OPENTEST))
                .because("a fake that shared the client's mapping would hide a misspelt member, and other people's test"
                        + " classpaths are no place for our libraries (docs/adr/0003-own-http-engine.md)");
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
                        in("testkit.fault"),
                        in("testkit.journal"),
                        in("testkit.conduct"),
                        JDK,
                        JDK_TLS,
                        NULLNESS,
                        JUNIT,
                        OPENTEST))
                .because("a contract that knew a transport, or what the fake hides, would describe what there is"
                        + " (docs/adr/0015-contract.md)");
    }

    /** Of the suite only peers and proxies may connect, and those to loopback. */
    private ArchRule contractOpensSocketsAlone() {
        return noClasses()
                .that()
                .resideInAPackage(in("contract"))
                .should()
                .dependOnClassesThat(resideInAPackage("java.net.http..")
                        .or(DescribedPredicate.describe(
                                "connections of URLs",
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
                .because(
                        "whoever wrote a transport reads the suite from the top: what is used is written below what uses it"
                                + " (docs/adr/0015-contract.md)");
    }

    private ArchRule noCircleOfPackages() {
        return slices().assignedFrom(new EachPackage(root))
                .should()
                .beFreeOfCycles()
                .because("packages in a cycle can only be understood together (docs/adr/0017-rules-are-tests.md)");
    }

    /** Each room of the testkit, and which others it may know: those that it needs, all of them below it. */
    private static final Map<String, List<String>> ROOMS = Map.ofEntries(
            Map.entry("json", List.of()),
            Map.entry("http", List.of()),
            Map.entry("behaviour", List.of()),
            Map.entry("tls", List.of("http")),
            Map.entry("service", List.of("http", "json", "behaviour")),
            Map.entry("entra", List.of("http", "json", "tls", "service")),
            Map.entry("visit", List.of("http", "service", "entra")),
            Map.entry("door", List.of("http", "tls", "service", "entra", "visit")),
            Map.entry("memory", List.of("http", "json", "service", "visit")));

    private ArchRule testkitRoomsKnowOnlyThoseBelow() {
        return classes()
                .that()
                .resideInAPackage(in("testkit"))
                .should(new KnowOnlyRoomsBelow(root + ".testkit", ROOMS))
                .because("a request goes one way through the fake (docs/adr/0016-fake.md)");
    }

    private ArchRule whatTheTestkitHidesIsItsOwn() {
        String[] hidden = Stream.of(
                        "json", "http", "tls", "service", "entra", "visit", "door", "memory", "admin", "standalone")
                .map(room -> in("testkit." + room))
                .toArray(String[]::new);
        return noClasses()
                .that(resideInAPackage(root + "..").and(not(resideInAPackage(in("testkit")))))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(hidden)
                .because("packages that are not exported may change at any time (docs/adr/0016-fake.md)");
    }

    private ArchRule msalKnowsOnlyCore() {
        return classes()
                .that()
                .resideInAPackage(in("msal"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(join(
                        core(), in("msal"), JDK, JDK_TLS, NULLNESS, "com.microsoft.aad.msal4j..", "com.azure.json.."))
                .because("tokens are had without any transport (docs/adr/0001-hexagon.md)");
    }

    private ArchRule library(String library, String home) {
        return noClasses()
                .that(resideInAPackage(root + "..").and(not(resideInAPackage(in(home)))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .because("a library has one home, so that it can be replaced there (docs/adr/0001-hexagon.md)");
    }

    private ArchRule signaturesShowNoLibrary() {
        DescribedPredicate<JavaClass> allowed = resideInAnyPackage(root + "..", JDK, JDK_TLS, NULLNESS, JUNIT)
                .or(DescribedPredicate.describe("primitives", JavaClass::isPrimitive))
                .or(DescribedPredicate.describe(
                        "what a transport's builder borrows",
                        type -> List.of(
                                        "okhttp3.OkHttpClient",
                                        "org.apache.hc.client5.http.classic.ExecChainHandler",
                                        "org.apache.hc.client5.http.io.HttpClientConnectionManager")
                                .contains(type.getName())));
        return methods()
                .that()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .resideInAPackage(root + "..")
                .should(new HaveSignatureOf(allowed))
                .because("a library in a signature is a library that nobody can replace (docs/adr/0001-hexagon.md)");
    }

    private ArchRule noCheckedExceptions() {
        return methods()
                .that()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(join(core(), in("wire"), in("retrofit"), in("apache"), in("msal")))
                .and()
                .areDeclaredInClassesThat()
                .arePublic()
                .should(new ThrowNothingChecked())
                .because("only unchecked exceptions cross a port (docs/adr/0004-errors.md)");
    }

    private ArchRule noImpl() {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .haveSimpleNameEndingWith("Impl")
                .because("a name says what a class is (docs/adr/0001-hexagon.md)");
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
                .because("any number of clients share a JVM and must never meet (docs/adr/0005-nothing-global.md)");
    }

    private ArchRule adaptersMapFuturesByTheHousesOwnMap() {
        return noClasses()
                .that()
                .resideInAnyPackage(in("retrofit"), in("apache"), in("msal"))
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "CompletableFuture.then... is called",
                        call -> call.getTargetOwner().isEquivalentTo(CompletableFuture.class)
                                && call.getName().startsWith("then")))
                .because("a future of thenApply loses the cancellation (docs/adr/0002-async-ports.md)");
    }

    private static String[] join(String[] some, String... more) {
        List<String> all = new ArrayList<>(List.of(some));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    /** A slice for each class of a package, with the classes inside it. */
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

    /** Every package is a slice of its own. */
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

    private static final class KnowOnlyRoomsBelow extends ArchCondition<JavaClass> {

        private final String testkit;
        private final Map<String, List<String>> rooms;

        KnowOnlyRoomsBelow(String testkit, Map<String, List<String>> rooms) {
            super("know only the rooms below their own");
            this.testkit = testkit;
            this.rooms = rooms;
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            String own = room(type);
            List<String> known = rooms.get(own);
            if (known == null) {
                return;
            }
            type.getDirectDependenciesFromSelf().forEach(dependency -> {
                String other = room(dependency.getTargetClass());
                if (other != null && !other.equals(own) && !known.contains(other)) {
                    events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
                }
            });
        }

        /** Returns the room that a class is in: empty for the testkit's face, null if it is not of the testkit. */
        private @Nullable String room(JavaClass type) {
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

    /** Final is not enough: a final list or atomic is state, too. */
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
