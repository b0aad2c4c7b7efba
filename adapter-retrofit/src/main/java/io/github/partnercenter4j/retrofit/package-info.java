/** Partner Center over Retrofit and OkHttp: {@link io.github.partnercenter4j.retrofit.RetrofitSupportProfileGateway}. */
@NullMarked
package io.github.partnercenter4j.retrofit;

import org.jspecify.annotations.NullMarked;
