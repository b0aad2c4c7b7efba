package io.github.partnercenter4j.examples.console;

import io.github.partnercenter4j.model.Cloud;
import java.util.Locale;

/** The names of Microsoft's clouds on the command line. */
enum CloudName {
    GLOBAL,
    CHINA,
    US_GOVERNMENT,
    GERMANY;

    Cloud cloud() {
        return Cloud.named(name());
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
