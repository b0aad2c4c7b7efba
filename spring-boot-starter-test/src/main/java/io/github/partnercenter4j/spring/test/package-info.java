/**
 * Spring Boot tests with a fake Partner Center:
 * {@link io.github.partnercenter4j.spring.test.AutoConfigureFakePartnerCenter}.
 */
@NullMarked
package io.github.partnercenter4j.spring.test;

import org.jspecify.annotations.NullMarked;
