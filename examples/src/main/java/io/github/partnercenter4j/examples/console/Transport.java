package io.github.partnercenter4j.examples.console;

import io.github.partnercenter4j.apache.ApacheSupportProfileGateway;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.retrofit.RetrofitSupportProfileGateway;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The transports as the command line names them. */
enum Transport {
    RETROFIT {
        @Override
        SupportProfileGateway open(Cloud cloud, @Nullable SSLContext trust) {
            RetrofitSupportProfileGateway.Builder builder = RetrofitSupportProfileGateway.builder(cloud);
            return trust == null ? builder.build() : builder.sslContext(trust).build();
        }
    },
    APACHE {
        @Override
        SupportProfileGateway open(Cloud cloud, @Nullable SSLContext trust) {
            ApacheSupportProfileGateway.Builder builder = ApacheSupportProfileGateway.builder(cloud);
            return trust == null ? builder.build() : builder.sslContext(trust).build();
        }
    };

    /** Opens a gateway that trusts the given context, or, without one, whom the platform trusts. */
    abstract SupportProfileGateway open(Cloud cloud, @Nullable SSLContext trust);

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
