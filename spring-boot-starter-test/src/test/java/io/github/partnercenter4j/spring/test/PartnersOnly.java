package io.github.partnercenter4j.spring.test;

import io.github.partnercenter4j.spring.PartnerCenterAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.context.annotation.Configuration;

/** An application that has partners and nothing else, for quick starts. */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({SslAutoConfiguration.class, PartnerCenterAutoConfiguration.class})
class PartnersOnly {}
