package io.github.partnercenter4j.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VersionTest {

    @Test
    void constant_equalsTheVersionBeingBuilt() {
        assertThat(Version.CURRENT).isEqualTo(System.getProperty("partnercenter4j.version"));
    }
}
