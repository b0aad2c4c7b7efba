/** TLS for the fake: a certificate authority that lives in memory, and the connections it vouches for. Not exported. */
@NullMarked
package io.github.partnercenter4j.testkit.tls;

import org.jspecify.annotations.NullMarked;
