/** The fake's own JSON: it must control bytes, and must not share the client's mapping. */
@NullMarked
package io.github.partnercenter4j.testkit.json;

import org.jspecify.annotations.NullMarked;
