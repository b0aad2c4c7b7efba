/**
 * Partner Center over Apache HttpClient 5. For applications: make an
 * {@link io.github.partnercenter4j.apache.ApacheSupportProfileGateway} and give it to a
 * {@link io.github.partnercenter4j.PartnerCenter}. The library stays inside, but for the connection manager that may be
 * borrowed.
 */
@NullMarked
package io.github.partnercenter4j.apache;

import org.jspecify.annotations.NullMarked;
