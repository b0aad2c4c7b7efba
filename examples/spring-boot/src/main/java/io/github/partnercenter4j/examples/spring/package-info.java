/** A service of several partners' support profiles, on Spring Boot: an example, and nobody's dependency. */
@NullMarked
package io.github.partnercenter4j.examples.spring;

import org.jspecify.annotations.NullMarked;
