package io.github.partnercenter4j.examples.spring;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the service. It calls nobody until it is called. */
@SpringBootApplication
@ConfigurationPropertiesScan
class SupportProfilesApplication {

    public static void main(String... arguments) {
        SpringApplication.run(SupportProfilesApplication.class, arguments);
    }
}
