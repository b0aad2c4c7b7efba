/**
 * Partner Center over Retrofit and OkHttp. For applications: make a
 * {@link io.github.partnercenter4j.retrofit.RetrofitSupportProfileGateway} and give it to a
 * {@link io.github.partnercenter4j.PartnerCenter}. The libraries stay inside, but for the client that may be borrowed.
 */
@NullMarked
package io.github.partnercenter4j.retrofit;

import org.jspecify.annotations.NullMarked;
