package io.github.partnercenter4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Checks that the README and the guides contain only Java code that is a region of a compiled file, and that links lead
 * to files.
 */
class ReadmeTest {

    private static final Path ROOT = Path.of("..");
    private static final Path README = ROOT.resolve("README.md");
    private static final Path PROMISES = ROOT.resolve("docs/how-it-is-tested.md");
    private static final Path TESTS = Path.of("src/test/java/io/github/partnercenter4j/examples");
    private static final Path SPRING_TESTS = Path.of("spring-boot", "src", "test");
    private static final Path STARTER_TESTS = Path.of("..", "spring-boot-starter-test", "src", "test");
    private static final Path STORES = Path.of("stores", "src");
    private static final Pattern REGION = Pattern.compile("(?ms)^ *// region ([a-z-]+)\\R(.*?)^ *// endregion");
    private static final Pattern FENCE = Pattern.compile("(?ms)(?:<!-- region ([a-z-]+) -->\\R)?^```java\\R(.*?)^```");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");

    private static final Pattern PROMISE = Pattern.compile("(?m)^\\|.*\\| `([^` ]*Test'?)` \\|$");

    @Test
    void codeBlocks_ofReadmeAndGuides_areRegionsOfCompiledCode() throws IOException {
        Map<String, String> regions = new LinkedHashMap<>();
        List<Path> sources = new ArrayList<>(files(TESTS, ".java"));
        sources.addAll(files(SPRING_TESTS, ".java"));
        sources.addAll(files(STARTER_TESTS, ".java"));
        sources.addAll(files(STORES, ".java"));
        for (Path source : sources) {
            Matcher region = REGION.matcher(Files.readString(source));
            while (region.find()) {
                String code = region.group(2).stripTrailing().stripIndent().strip();
                assertThat(regions.put(region.group(1), code))
                        .as("regions with the same name: " + region.group(1))
                        .isNull();
            }
        }

        Set<String> shown = new TreeSet<>();
        for (Path page : pages()) {
            Matcher fence = FENCE.matcher(Files.readString(page));
            while (fence.find()) {
                assertThat(fence.group(1))
                        .as("the name of the region of a code block in " + page)
                        .isNotNull();
                assertThat(fence.group(2).strip())
                        .as(page + ", " + fence.group(1))
                        .isEqualTo(regions.get(fence.group(1)));
                shown.add(fence.group(1));
            }
        }
        assertThat(shown).as("regions that the pages show").containsExactlyElementsOf(new TreeSet<>(regions.keySet()));
    }

    @Test
    void links_ofReadmeAndGuides_leadToFiles() throws IOException {
        int links = 0;
        for (Path page : pages()) {
            Matcher link = LINK.matcher(Files.readString(page));
            while (link.find()) {
                links++;
                assertThat(page.resolveSibling(link.group(1)))
                        .as("a link in " + page)
                        .exists();
            }
        }
        assertThat(links).isGreaterThan(10);
    }

    /** Returns the README, the guides, and the README of each module. */
    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(files(ROOT.resolve("docs"), ".md"));
        pages.add(README);
        try (DirectoryStream<Path> modules = Files.newDirectoryStream(ROOT, Files::isDirectory)) {
            for (Path module : modules) {
                if (Files.exists(module.resolve("pom.xml")) && Files.exists(module.resolve("README.md"))) {
                    pages.add(module.resolve("README.md"));
                }
            }
        }
        pages.add(Path.of("spring-boot", "README.md"));
        return pages;
    }

    private static List<Path> files(Path folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }

    /** The first page must be short enough to read in five minutes. */
    @Test
    void readme_isShort() throws IOException {
        assertThat(Files.readString(README).split("\\s+")).hasSizeLessThanOrEqualTo(1_000);
    }

    /** Checks that the test of each promise exists. If a test were renamed, no test would check its promise. */
    @Test
    void promises_nameExistingTests() throws IOException {
        Set<String> tests;
        try (Stream<Path> files = Files.walk(Path.of(".."))) {
            tests = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("Test.java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }

        Matcher promise = PROMISE.matcher(Files.readString(PROMISES));
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
