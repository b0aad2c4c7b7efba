package io.github.partnercenter4j.examples.console;

import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.msal.MsalAccessTokenProvider;
import io.github.partnercenter4j.msal.RefreshToken;
import io.github.partnercenter4j.msal.RefreshTokenStore;
import io.github.partnercenter4j.testkit.FakeLogin;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The partner: cloud, tenant, app and store of the refresh token.
 *
 * @param trust the TLS context, or null for the platform's default
 * @param secret returns the app's secret, or null for a public client
 * @param storeName the name of the store for messages
 */
record Partner(
        Cloud cloud,
        @Nullable SSLContext trust,
        String tenant,
        String clientId,
        @Nullable Supplier<String> secret,
        RefreshTokenStore store,
        String storeName) {

    static final String TENANT = "PARTNER_CENTER_TENANT";
    static final String CLIENT_ID = "PARTNER_CENTER_CLIENT_ID";
    static final String STORE = "PARTNER_CENTER_STORE";

    /** Only a variable and not an option, because other users of the machine can see command lines. */
    static final String SECRET = "PARTNER_CENTER_CLIENT_SECRET";

    /** Returns the partner of the options and the environment. */
    static Partner of(CommonOptions options, Surroundings surroundings) {
        List<String> missing = new ArrayList<>();
        String tenant = or(options.tenant(), surroundings, TENANT, "--tenant", missing);
        String clientId = or(options.clientId(), surroundings, CLIENT_ID, "--client-id", missing);
        Path given = options.store();
        String store = or(given == null ? null : given.toString(), surroundings, STORE, "--store", missing);
        if (!missing.isEmpty()) {
            throw new UsageException("Missing: " + String.join("; ", missing) + ".");
        }
        CloudName cloud = options.cloud() == null ? CloudName.GLOBAL : options.cloud();
        return new Partner(
                cloud.cloud(),
                null,
                tenant,
                clientId,
                surroundings.variable(SECRET) == null
                        ? null
                        : () -> String.valueOf(surroundings.environment().get(SECRET)),
                file(store),
                store);
    }

    /** Returns the partner of a fake, with a stored refresh token if it has consented. */
    static Partner of(FakePartnerCenter fake, boolean isPublic, boolean hasConsented) {
        FakeLogin login = fake.login();
        RefreshTokenStore store = RefreshTokenStore.inMemory();
        if (hasConsented) {
            RefreshToken token = isPublic
                    ? RefreshToken.publicClient(login.issuePublicRefreshToken(fake.tenant()))
                    : RefreshToken.confidential(login.issueRefreshToken());
            store.save(fake.tenant(), token.withIssuedAt(fake.clock().instant()));
        }
        return new Partner(
                fake.cloud(),
                fake.sslContext(),
                fake.tenant(),
                isPublic ? login.publicClientId() : login.clientId(),
                isPublic ? null : login::clientSecret,
                store,
                "memory");
    }

    private static String or(
            @Nullable String option, Surroundings surroundings, String variable, String name, List<String> missing) {
        String value = option != null ? option : surroundings.variable(variable);
        if (value == null) {
            missing.add(name + " (or " + variable + ")");
            return "";
        }
        return value;
    }

    /** Checks before the sign-in what would otherwise fail after it. */
    private static RefreshTokenStore file(String name) {
        Path path;
        try {
            path = Path.of(name).toAbsolutePath();
        } catch (InvalidPathException invalid) {
            throw new UsageException("The store is no file name: " + invalid.getReason() + ".");
        }
        Path folder = path.getParent();
        if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(path)) {
            throw new UsageException("The store " + path + " must be a file in a folder that is there.");
        }
        RefreshTokenStore store = RefreshTokenStore.file(path);
        try {
            store.load("");
        } catch (RuntimeException unusable) {
            throw new UsageException(String.valueOf(unusable.getMessage()));
        }
        return store;
    }

    /** Returns the builder of a token provider with these settings. */
    MsalAccessTokenProvider.Builder tokens() {
        MsalAccessTokenProvider.Builder tokens = MsalAccessTokenProvider.builder(cloud)
                .tenant(tenant)
                .clientId(clientId)
                .refreshTokens(store);
        if (trust != null) {
            tokens.sslContext(trust);
        }
        return secret == null ? tokens.publicClient() : tokens.clientSecret(secret);
    }

    @Override
    public String toString() {
        return "Partner[" + cloud + ", tenant " + tenant + "]";
    }
}
