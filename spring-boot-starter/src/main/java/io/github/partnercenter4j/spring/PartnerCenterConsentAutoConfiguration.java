package io.github.partnercenter4j.spring;

import jakarta.servlet.http.HttpSession;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.servlet.DispatcherServlet;

/** Adds the pages of the consent, if {@code partnercenter.consent.enabled} is true. */
@AutoConfiguration(after = PartnerCenterAutoConfiguration.class)
@ConditionalOnBean(Partners.class)
@ConditionalOnBooleanProperty("partnercenter.consent.enabled")
class PartnerCenterConsentAutoConfiguration {

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    @ConditionalOnClass({DispatcherServlet.class, HttpSession.class})
    static class Servlet {

        @Bean
        ConsentController partnerCenterConsentController(Partners partners, Environment environment) {
            String property = "partnercenter.consent.path";
            String path = environment.getProperty(property);
            if (path != null && (path.isBlank() || path.endsWith("/"))) {
                throw new InvalidPropertyException(
                        property, "is '" + path + "'. Set it to a path that does not end with '/', such as /connect.");
            }
            return new ConsentController(partners);
        }
    }

    /** Ends the start, because a reactive application would silently have no pages. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
    static class Reactive {

        @Bean
        InitializingBean partnerCenterConsentRefusal() {
            throw new InvalidPropertyException(
                    "partnercenter.consent.enabled",
                    "is true, but the pages are for servlet applications, and this application is reactive. Remove it,"
                            + " and write pages of your own with HostedConsent.");
        }
    }
}
