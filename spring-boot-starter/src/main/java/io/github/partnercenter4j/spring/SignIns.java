package io.github.partnercenter4j.spring;

import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.msal.ClientCertificate;
import io.github.partnercenter4j.msal.HostedConsent;
import io.github.partnercenter4j.msal.MsalAccessTokenProvider;
import io.github.partnercenter4j.msal.RefreshTokenStore;
import io.github.partnercenter4j.port.support.HttpSettings;
import io.github.partnercenter4j.spring.PartnerCenterProperties.Partner;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/** Builds the sign-in of partners: their token providers and their consents. */
final class SignIns {

    /** The name of the bean of {@code partnercenter.refresh-tokens}. */
    static final String COMMON_FILE = "partnerCenterRefreshTokens";

    private final PartnerCenterProperties properties;
    private final Cloud cloud;
    private final HttpSettings http;
    private final @Nullable SslBundles bundles;
    private final BeanFactory beans;

    /** The apps that sign in at the start, by where their refresh tokens are. */
    private final Map<Place, App> apps = new HashMap<>();

    /** Where a refresh token is: a store keeps one for each tenant. The store is its bean, or the path of its file. */
    private record Place(String tenant, Object store) {}

    private record App(String partner, String clientId) {}

    SignIns(
            PartnerCenterProperties properties,
            Cloud cloud,
            HttpSettings http,
            @Nullable SslBundles bundles,
            BeanFactory beans) {
        this.properties = properties;
        this.cloud = cloud;
        this.http = http;
        this.bundles = bundles;
        this.beans = beans;
    }

    MsalAccessTokenProvider tokens(String name, Partner settings) {
        String property = properties.property(name, "client-secret");
        MsalAccessTokenProvider.Builder app = builder(name, settings);
        // A customizer may have set another store or app than the properties.
        if (beans.getBeanProvider(PartnerTokensCustomizer.class).stream()
                .findAny()
                .isEmpty()) {
            requireOwnPlace(name, settings);
        }
        try {
            return app.build();
        } catch (IllegalStateException refused) {
            throw settings.clientSecret() == null && settings.certificateBundle() == null
                    ? new InvalidPropertyException(
                            property,
                            "is not set, and neither is certificate-bundle. Set one of them, or another credential in a"
                                    + " PartnerTokensCustomizer.",
                            refused)
                    : new InvalidPropertyException(property, "is refused: " + refused.getMessage(), refused);
        }
    }

    /** Refuses two apps whose refresh tokens would replace each other. Two partners with one app share their token. */
    private void requireOwnPlace(String name, Partner settings) {
        String tenant = Checked.present(properties.property(name, "tenant"), settings.tenant());
        Path file = file(name, settings);
        Object store = file == null ? store(name, settings) : realPath(file);
        String property = properties.property(name, "client-id");
        App app = new App(name, Checked.present(property, settings.clientId()));
        App other = apps.putIfAbsent(new Place(tenant.toLowerCase(Locale.ROOT), store), app);
        if (other != null && !other.clientId().equalsIgnoreCase(app.clientId())) {
            throw new InvalidPropertyException(
                    property,
                    "is not that of the partner '" + other.partner()
                            + "', but both partners have the same tenant and the same store of refresh tokens, which"
                            + " keeps one token for each tenant. Set refresh-tokens or refresh-token-store of '"
                            + name + "' to another store.");
        }
    }

    /** Returns the file of the partner's refresh tokens, or null if its store is a bean of the application. */
    private @Nullable Path file(String name, Partner settings) {
        if (settings.refreshTokens() != null) {
            return settings.refreshTokens();
        }
        boolean isCommonFile = beans.containsBean(COMMON_FILE) && beans.getBean(COMMON_FILE) == store(name, settings);
        return isCommonFile ? properties.refreshTokens() : null;
    }

    /** Returns the path without symbolic links. The first consent creates the file; its folder exists. */
    private static Path realPath(Path file) {
        Path path = file.toAbsolutePath();
        try {
            Path folder = path.getParent();
            return folder == null || Files.exists(path)
                    ? path.toRealPath()
                    : folder.toRealPath().resolve(path.getFileName());
        } catch (IOException unreadable) {
            return path.normalize();
        }
    }

    HostedConsent consent(String name, Partner settings, URI callback) {
        return builder(name, settings).hostedConsent(callback);
    }

    private MsalAccessTokenProvider.Builder builder(String name, Partner settings) {
        String clientId = properties.property(name, "client-id");
        String authority =
                beans.containsBean(Network.CLOUD) ? "partnercenter.custom-cloud.authority" : "The Cloud bean";
        MsalAccessTokenProvider.Builder app = Checked.made(authority, () -> MsalAccessTokenProvider.builder(cloud))
                .http(http)
                .refreshTokens(store(name, settings));
        Checked.applied(properties.property(name, "tenant"), settings.tenant(), app::tenant);
        Checked.applied(clientId, Checked.present(clientId, settings.clientId()), app::clientId);
        credential(name, settings, app);
        beans.getBeanProvider(PartnerTokensCustomizer.class)
                .orderedStream()
                .forEach(customizer -> customizer.customize(name, app));
        return app;
    }

    /** Sets the secret or the certificate. If neither is configured, a customizer may set another credential. */
    private void credential(String name, Partner settings, MsalAccessTokenProvider.Builder app) {
        String secret = settings.clientSecret();
        String bundle = settings.certificateBundle();
        String property = properties.property(name, "certificate-bundle");
        if (secret != null && bundle != null) {
            throw new InvalidPropertyException(property, "is set beside client-secret. Remove one of them.");
        }
        if (secret != null) {
            String present = Checked.present(properties.property(name, "client-secret"), secret);
            app.clientSecret(() -> present);
        }
        if (bundle != null) {
            // Read now, so that a mistake ends the start; and for each request, because Boot may reload the bundle.
            certificate(property, bundle);
            app.certificateSource(refused -> certificate(property, bundle));
        }
    }

    private ClientCertificate certificate(String property, String name) {
        SslBundle bundle = Network.bundle(property, name, bundles);
        return Checked.made(property, () -> BundledCertificate.of(bundle));
    }

    private RefreshTokenStore store(String name, Partner settings) {
        Path file = settings.refreshTokens();
        String bean = settings.refreshTokenStore();
        String property = properties.property(name, "refresh-token-store");
        if (file != null && bean != null) {
            throw new InvalidPropertyException(property, "is set beside refresh-tokens. Remove one of them.");
        }
        if (file != null) {
            return file(properties.property(name, "refresh-tokens"), file);
        }
        try {
            return bean != null ? beans.getBean(bean, RefreshTokenStore.class) : beans.getBean(RefreshTokenStore.class);
        } catch (NoSuchBeanDefinitionException missing) {
            // Not as the cause: Boot would report that in place of the property.
            throw bean != null
                    ? new InvalidPropertyException(
                            property,
                            "names the RefreshTokenStore bean '" + bean + "', which does not exist. Define it.")
                    : new InvalidPropertyException(
                            "partnercenter.refresh-tokens",
                            "is not set, and there is not one RefreshTokenStore bean. Set it to a file, or define the"
                                    + " bean; with several beans, name one in refresh-token-store of each partner.");
        }
    }

    static RefreshTokenStore file(String property, Path file) {
        Checked.present(property, file.toString());
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new InvalidPropertyException(
                    property, "is a file in " + folder + ", which is not a folder. Create the folder.");
        }
        if (Files.isDirectory(file)) {
            throw new InvalidPropertyException(property, "is " + file + ", which is a folder. Set it to a file.");
        }
        return RefreshTokenStore.file(file);
    }
}
