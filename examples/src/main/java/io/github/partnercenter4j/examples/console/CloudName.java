package io.github.partnercenter4j.examples.console;

import io.github.partnercenter4j.model.Cloud;
import java.util.Locale;

/** Microsoft's clouds as the command line names them. */
enum CloudName {
    GLOBAL,
    CHINA,
    US_GOVERNMENT,
    GERMANY;

    Cloud cloud() {
        return switch (this) {
            case GLOBAL -> Cloud.GLOBAL;
            case CHINA -> Cloud.CHINA;
            case US_GOVERNMENT -> Cloud.US_GOVERNMENT;
            case GERMANY -> Cloud.GERMANY;
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
