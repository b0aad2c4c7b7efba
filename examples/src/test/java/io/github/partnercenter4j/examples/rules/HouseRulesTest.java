package io.github.partnercenter4j.examples.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class HouseRulesTest {

    private static final String HOUSE = "io.github.partnercenter4j";
    private static final String BAD_HOUSE = HOUSE + ".examples.bad";
    private static final Pattern ADR = Pattern.compile("docs/adr/[0-9a-z-]+\\.md");

    @TestFactory
    Stream<DynamicTest> house_asItStands_keepsEveryRule() {
        JavaClasses classes =
                new ClassFileImporter(List.of(new ImportOption.DoNotIncludeTests())).importPackages(HOUSE);
        return each(HOUSE, rule -> rule.check(classes));
    }

    @TestFactory
    Stream<DynamicTest> badHouse_builtToBreakThem_isCaughtByEveryRule() {
        JavaClasses classes = new ClassFileImporter().importPackages(BAD_HOUSE);
        return each(
                BAD_HOUSE,
                rule -> assertThat(rule.allowEmptyShould(true).evaluate(classes).hasViolation())
                        .isTrue());
    }

    @TestFactory
    Stream<DynamicTest> rules_always_nameADecisionThatIsWrittenDown() {
        return each(HOUSE, rule -> {
            Matcher adr = ADR.matcher(rule.getDescription());
            assertThat(adr.find()).isTrue();
            assertThat(Files.exists(Path.of("..", adr.group()))).as(adr.group()).isTrue();
        });
    }

    private static Stream<DynamicTest> each(String root, Consumer<ArchRule> check) {
        return new HouseRules(root)
                .all().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> check.accept(entry.getValue())));
    }
}
