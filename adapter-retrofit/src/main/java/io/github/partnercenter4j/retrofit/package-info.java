/**
 * A gateway to Partner Center with Retrofit and OkHttp. Applications create a
 * {@link io.github.partnercenter4j.retrofit.RetrofitSupportProfileGateway} and pass it to a
 * {@link io.github.partnercenter4j.PartnerCenter}. The only library type in the public API is the {@code OkHttpClient}
 * that may be borrowed.
 */
@NullMarked
package io.github.partnercenter4j.retrofit;

import org.jspecify.annotations.NullMarked;
