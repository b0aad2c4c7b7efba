/**
 * Clients of Partner Center as beans of a Spring Boot application. The application sets {@code partnercenter.*} and
 * injects {@link io.github.partnercenter4j.spring.Partners} or a {@link io.github.partnercenter4j.PartnerCenter}.
 */
@NullMarked
package io.github.partnercenter4j.spring;

import org.jspecify.annotations.NullMarked;
