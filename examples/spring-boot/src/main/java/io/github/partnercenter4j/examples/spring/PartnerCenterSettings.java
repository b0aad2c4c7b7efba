package io.github.partnercenter4j.examples.spring;

import io.github.partnercenter4j.model.Cloud;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What {@code application.yml} says below {@code partnercenter}.
 *
 * @param cloud which of Microsoft's clouds
 * @param custom another cloud instead, such as a fake's
 * @param sslBundle the name of a bundle below {@code spring.ssl.bundle} with whom to trust, or null for Java's own
 * @param refreshTokens the file of the partners' refresh tokens; its folder must exist
 * @param partners by a name of your own, which is in paths and metrics
 */
@Validated
@ConfigurationProperties("partnercenter")
record PartnerCenterSettings(
        @DefaultValue("global") KnownCloud cloud,
        @Nullable CustomCloud custom,
        @Nullable String sslBundle,
        Path refreshTokens,
        @NotEmpty Map<String, @Valid PartnerSettings> partners) {

    Cloud theCloud() {
        if (custom != null) {
            return Cloud.custom(custom.api(), custom.authority(), custom.scope());
        }
        return Cloud.named(cloud.name());
    }

    enum KnownCloud {
        GLOBAL,
        CHINA,
        US_GOVERNMENT,
        GERMANY
    }

    record CustomCloud(URI api, URI authority, String scope) {}

    /** The app that acts for a partner. */
    record PartnerSettings(
            @NotBlank String tenant,
            @NotBlank String clientId,
            @NotBlank String clientSecret) {

        /** Without the secret. */
        @Override
        public String toString() {
            return "PartnerSettings[tenant=" + tenant + ", clientId=" + clientId + "]";
        }
    }
}
