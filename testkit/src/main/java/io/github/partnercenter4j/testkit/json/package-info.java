/**
 * The fake's own JSON. It controls every byte, and does not share the client's mapping. Depends on nothing. Not
 * exported.
 */
@NullMarked
package io.github.partnercenter4j.testkit.json;

import org.jspecify.annotations.NullMarked;
