package io.github.partnercenter4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every Java fence of the README is a region of a file that compiles and runs. */
class ReadmeTest {

    private static final Path README = Path.of("..", "README.md");
    private static final Path SNIPPETS =
            Path.of("src/test/java/io/github/partnercenter4j/examples/ReadmeSnippetsTest.java");
    private static final Pattern REGION = Pattern.compile("(?ms)^ *// region ([a-z-]+)\\R(.*?)^ *// endregion");
    private static final Pattern FENCE = Pattern.compile("(?ms)(?:<!-- region ([a-z-]+) -->\\R)?^```java\\R(.*?)^```");

    private static final Pattern PROMISE = Pattern.compile("(?m)^\\|.*\\| `([^`]*Test'?)` \\|$");

    @Test
    void fences_ofTheReadme_areRegionsOfCompiledCode() throws IOException {
        Map<String, String> regions = new LinkedHashMap<>();
        Matcher region = REGION.matcher(Files.readString(SNIPPETS));
        while (region.find()) {
            regions.put(
                    region.group(1),
                    region.group(2).stripTrailing().stripIndent().strip());
        }

        Matcher fence = FENCE.matcher(Files.readString(README));
        int fences = 0;
        while (fence.find()) {
            fences++;
            assertThat(fence.group(1)).as("the fence's region comment").isNotNull();
            assertThat(fence.group(2).strip()).as(fence.group(1)).isEqualTo(regions.get(fence.group(1)));
        }
        assertThat(fences).isPositive();
    }

    /** A promise whose proof was renamed would be proven by no test at all, and green. */
    @Test
    void promises_ofTheReadme_nameTestsThatThereAre() throws IOException {
        Set<String> tests;
        try (Stream<Path> files = Files.walk(Path.of(".."))) {
            tests = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("Test.java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }

        Matcher promise = PROMISE.matcher(Files.readString(README));
        int promises = 0;
        while (promise.find()) {
            promises++;
            for (String pattern : promise.group(1).replace("'", "").split(",", -1)) {
                assertThat(tests).as(promise.group()).anyMatch(test -> test.matches(pattern.replace("*", ".*")));
            }
        }
        assertThat(promises).isGreaterThan(5);
    }
}
