package io.github.partnercenter4j.examples.spring;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the service. It calls neither Microsoft's login nor Partner Center before its first request. */
@SpringBootApplication
class SupportProfilesApplication {

    public static void main(String... arguments) {
        SpringApplication.run(SupportProfilesApplication.class, arguments);
    }
}
