/** A program for the command line: {@link io.github.partnercenter4j.examples.console.PartnerCenterConsole}. */
@NullMarked
package io.github.partnercenter4j.examples.console;

import org.jspecify.annotations.NullMarked;
