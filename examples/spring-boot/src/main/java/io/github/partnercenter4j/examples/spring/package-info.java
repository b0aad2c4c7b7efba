/**
 * An example of a service on Spring Boot that manages the support profiles of several partners. It is not published.
 */
@NullMarked
package io.github.partnercenter4j.examples.spring;

import org.jspecify.annotations.NullMarked;
