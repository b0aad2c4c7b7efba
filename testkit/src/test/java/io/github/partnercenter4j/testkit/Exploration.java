package io.github.partnercenter4j.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.code_intelligence.jazzer.agent.AgentInstaller;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.driver.FuzzedDataProviderImpl;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A short fuzzing run of every build, always with the same inputs: random inputs and mutations of the saved ones.
 * Jazzer alone repeats only the saved inputs, and searches for new ones only with {@code JAZZER_FUZZ}. Each module with
 * fuzz tests has a copy of this file.
 */
public final class Exploration {

    private static final int INPUTS = 2_000;
    private static final int LONGEST = 200;

    private Exploration() {}

    /**
     * Runs the property with all inputs. Fails with the first input that breaks it, in Base64, so that it can be saved
     * as a file.
     */
    public static void of(Class<?> test, String method, Consumer<FuzzedDataProvider> property) {
        assumeTrue(System.getenv("JAZZER_FUZZ") == null, "Jazzer itself searches for inputs");
        // Jazzer's data provider needs this installation. Nothing is instrumented.
        AgentInstaller.install(false);
        List<byte[]> kept = kept(test, method);
        Random random = new Random(20_261_122);
        for (int i = 0; i < INPUTS; i++) {
            byte[] input = i % 2 == 0 || kept.isEmpty()
                    ? random(random)
                    : mutant(kept.get(random.nextInt(kept.size())), random);
            try (FuzzedDataProviderImpl data = FuzzedDataProviderImpl.withJavaData(input)) {
                property.accept(data);
            } catch (Exception | AssertionError | StackOverflowError broken) {
                throw new AssertionError(
                        method + " breaks on " + Base64.getEncoder().encodeToString(input), broken);
            }
        }
    }

    private static List<byte[]> kept(Class<?> test, String method) {
        URL folder = test.getResource(test.getSimpleName() + "Inputs/" + method);
        List<byte[]> inputs = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of(Objects.requireNonNull(folder, "no inputs are saved for " + method)
                .toURI()))) {
            for (Path file : files.sorted().toList()) {
                inputs.add(Files.readAllBytes(file));
            }
        } catch (IOException | URISyntaxException unreadable) {
            throw new AssertionError(unreadable);
        }
        return inputs;
    }

    private static byte[] random(Random random) {
        byte[] input = new byte[random.nextInt(LONGEST)];
        random.nextBytes(input);
        return input;
    }

    /** Changes, removes, doubles or inserts a few bytes at one to four places. */
    private static byte[] mutant(byte[] original, Random random) {
        byte[] bytes = original;
        for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
            int at = random.nextInt(bytes.length + 1);
            int until = Math.min(bytes.length, at + random.nextInt(8));
            byte[] between = switch (random.nextInt(4)) {
                case 0 -> new byte[0];
                case 1 -> new byte[] {(byte) random.nextInt(256)};
                case 2 -> new byte[] {(byte) random.nextInt(256), (byte) random.nextInt(128)};
                default -> Arrays.copyOfRange(bytes, random.nextInt(at + 1), until);
            };
            bytes = join(bytes, at, between, until);
        }
        return bytes;
    }

    private static byte[] join(byte[] bytes, int at, byte[] between, int from) {
        byte[] joined = new byte[at + between.length + bytes.length - from];
        System.arraycopy(bytes, 0, joined, 0, at);
        System.arraycopy(between, 0, joined, at, between.length);
        System.arraycopy(bytes, from, joined, at + between.length, bytes.length - from);
        return joined;
    }
}
