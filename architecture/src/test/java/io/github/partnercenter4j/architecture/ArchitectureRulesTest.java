package io.github.partnercenter4j.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.github.partnercenter4j.examples.console.PartnerCenterConsole;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ArchitectureRulesTest {

    private static final String ROOT = "io.github.partnercenter4j";
    private static final String BAD_FIXTURES = ROOT + ".architecture.bad";
    private static final Pattern ADR = Pattern.compile("docs/adr/[0-9a-z-]+\\.md");

    @TestFactory
    Stream<DynamicTest> project_followsEveryRule() {
        JavaClasses classes = new ClassFileImporter(List.of(new ImportOption.DoNotIncludeTests())).importPackages(ROOT);
        // Of the examples no rule needs a class: without them, rules about the examples would pass.
        assertThat(classes.contain(PartnerCenterConsole.class)).isTrue();
        return each(ROOT, rule -> rule.check(classes));
    }

    /** A rule about a package that does not exist would always pass. */
    @Test
    void packagesOfTestkit_areThoseOfTheRules() {
        String testkit = ROOT + ".testkit";
        JavaClasses classes =
                new ClassFileImporter(List.of(new ImportOption.DoNotIncludeTests())).importPackages(testkit);

        assertThat(classes.stream().map(JavaClass::getPackageName).distinct())
                .containsExactlyInAnyOrderElementsOf(ArchitectureRules.TESTKIT.keySet().stream()
                        .map(part -> part.isEmpty() ? testkit : testkit + "." + part)
                        .toList());
    }

    @TestFactory
    Stream<DynamicTest> badFixtures_violateEveryRule() {
        JavaClasses classes = new ClassFileImporter().importPackages(BAD_FIXTURES);
        return each(
                BAD_FIXTURES,
                rule -> assertThat(rule.allowEmptyShould(true).evaluate(classes).hasViolation())
                        .isTrue());
    }

    @TestFactory
    Stream<DynamicTest> rules_nameExistingDecision() {
        return each(ROOT, rule -> {
            Matcher adr = ADR.matcher(rule.getDescription());
            assertThat(adr.find()).isTrue();
            assertThat(Files.exists(Path.of("..", adr.group()))).as(adr.group()).isTrue();
        });
    }

    private static Stream<DynamicTest> each(String root, Consumer<ArchRule> check) {
        return new ArchitectureRules(root)
                .all().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> check.accept(entry.getValue())));
    }
}
