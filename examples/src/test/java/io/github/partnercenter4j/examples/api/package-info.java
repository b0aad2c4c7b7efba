/** What the modules promise to those who compile against them, kept as text and compared. */
@NullMarked
package io.github.partnercenter4j.examples.api;

import org.jspecify.annotations.NullMarked;
