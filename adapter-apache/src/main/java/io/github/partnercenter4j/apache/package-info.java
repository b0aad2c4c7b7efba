/** Partner Center over Apache HttpClient 5: {@link io.github.partnercenter4j.apache.ApacheSupportProfileGateway}. */
@NullMarked
package io.github.partnercenter4j.apache;

import org.jspecify.annotations.NullMarked;
