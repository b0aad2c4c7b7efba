/** What the client costs beside the libraries that it uses, and the fake beside other servers. */
@NullMarked
package io.github.partnercenter4j.benchmarks;

import org.jspecify.annotations.NullMarked;
