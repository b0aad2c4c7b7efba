package io.github.partnercenter4j.spring;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Returns failures of calls and consents as problem details, if {@code partnercenter.problem-details.enabled} is true. */
@AutoConfiguration
@ConditionalOnWebApplication
@ConditionalOnClass(RestControllerAdvice.class)
@ConditionalOnBooleanProperty("partnercenter.problem-details.enabled")
class PartnerCenterProblemDetailsAutoConfiguration {

    @Bean
    Problems partnerCenterProblems() {
        return new Problems();
    }
}
