package io.github.partnercenter4j.spring;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties of the health of the partners.
 *
 * @param staleAfter How long a failure that may pass without a person, such as a timeout, counts as DOWN if no further
 *     call ends. Afterwards the health is UNKNOWN.
 */
@ConfigurationProperties("management.health.partnercenter")
record PartnerCenterHealthProperties(@DefaultValue("5m") Duration staleAfter) {}
