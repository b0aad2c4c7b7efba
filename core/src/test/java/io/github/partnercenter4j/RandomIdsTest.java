package io.github.partnercenter4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RandomIdsTest {

    @Test
    void get_anyGenerator_givesVersionFour() {
        RandomIds ids = new RandomIds(new Random(7));

        List<UUID> drawn =
                Stream.generate(ids).limit(1_000).map(UUID::fromString).toList();

        assertThat(drawn).doesNotHaveDuplicates().allSatisfy(id -> {
            assertThat(id.version()).isEqualTo(4);
            assertThat(id.variant()).isEqualTo(2);
        });
    }

    @Test
    void get_manyIds_everyOtherBitIsRandom() {
        RandomIds ids = new RandomIds(new Random(7));
        long highOnes = 0;
        long lowOnes = 0;
        long highZeros = 0;
        long lowZeros = 0;

        for (int i = 0; i < 200; i++) {
            UUID id = UUID.fromString(ids.get());
            highOnes |= id.getMostSignificantBits();
            lowOnes |= id.getLeastSignificantBits();
            highZeros |= ~id.getMostSignificantBits();
            lowZeros |= ~id.getLeastSignificantBits();
        }

        assertThat(highOnes & highZeros).isEqualTo(~0xf000L);
        assertThat(lowOnes & lowZeros).isEqualTo(~(0b11L << 62));
    }

    @Test
    void get_byManyThreads_givesNoIdTwice() {
        RandomIds ids = new RandomIds(new SecureRandom());
        Set<String> drawn = ConcurrentHashMap.newKeySet();
        Set<Boolean> added = new HashSet<>();

        added.addAll(IntStream.range(0, 200_000)
                .parallel()
                .mapToObj(i -> drawn.add(ids.get()))
                .toList());

        assertThat(added).containsExactly(true);
    }
}
