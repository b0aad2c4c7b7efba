/** What every transport needs, so that each transport need not write it again. */
@NullMarked
package io.github.partnercenter4j.port.support;

import org.jspecify.annotations.NullMarked;
