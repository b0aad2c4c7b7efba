/**
 * How far is the fake from the service? A list of questions, asked by single raw requests of both, and a report that has
 * no secret and no personal data. The console's command {@code probe} runs it.
 */
@NullMarked
package io.github.partnercenter4j.examples.probe;

import org.jspecify.annotations.NullMarked;
