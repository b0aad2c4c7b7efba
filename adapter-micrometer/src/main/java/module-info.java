/** Micrometer observations of partnercenter4j's calls. */
module io.github.partnercenter4j.micrometer {
    requires transitive io.github.partnercenter4j.core;
    requires transitive micrometer.commons;
    requires transitive micrometer.observation;
    requires static org.jspecify;

    exports io.github.partnercenter4j.micrometer;
}
