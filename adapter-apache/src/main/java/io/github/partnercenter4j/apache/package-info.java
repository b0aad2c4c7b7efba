/**
 * A gateway to Partner Center with Apache HttpClient 5. Applications create a
 * {@link io.github.partnercenter4j.apache.ApacheSupportProfileGateway} and pass it to a
 * {@link io.github.partnercenter4j.PartnerCenter}. The only library types in the public API are the connection manager
 * that may be borrowed and the observers.
 */
@NullMarked
package io.github.partnercenter4j.apache;

import org.jspecify.annotations.NullMarked;
