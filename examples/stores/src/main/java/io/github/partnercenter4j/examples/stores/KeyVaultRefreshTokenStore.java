package io.github.partnercenter4j.examples.stores;

import com.azure.core.exception.ResourceNotFoundException;
import com.azure.security.keyvault.secrets.SecretClient;
import com.azure.security.keyvault.secrets.models.KeyVaultSecret;
import com.azure.security.keyvault.secrets.models.SecretProperties;
import io.github.partnercenter4j.msal.ClientKind;
import io.github.partnercenter4j.msal.RefreshToken;
import io.github.partnercenter4j.msal.RefreshTokenStore;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Refresh tokens in Azure Key Vault, a secret for each tenant. Several processes may share it. The identity of the
 * {@link SecretClient} needs the permissions to get and to set secrets. Thread-safe.
 *
 * <p>Key Vault cannot compare and set in one step. So {@link #save(String, RefreshToken, RefreshToken)} reads first, and
 * another process may save in between. Then the token that was saved last stays. Entra accepts both of them.
 */
public final class KeyVaultRefreshTokenStore implements RefreshTokenStore {

    private final SecretClient vault;

    /**
     * Creates a store in a vault.
     *
     * @param vault borrowed; set its time limits, because calls wait for the store
     */
    public KeyVaultRefreshTokenStore(SecretClient vault) {
        this.vault = vault;
    }

    // region key-vault-store
    @Override
    public @Nullable RefreshToken load(String tenant) {
        try {
            KeyVaultSecret secret = vault.getSecret(name(tenant));
            Map<String, String> tags =
                    Objects.requireNonNullElse(secret.getProperties().getTags(), Map.of());
            RefreshToken token = ClientKind.PUBLIC.name().equals(tags.get("kind"))
                    ? RefreshToken.publicClient(secret.getValue())
                    : RefreshToken.confidential(secret.getValue());
            String issuedAt = tags.get("issuedAt");
            return issuedAt == null ? token : token.withIssuedAt(Instant.parse(issuedAt));
        } catch (ResourceNotFoundException none) {
            return null;
        }
    }

    @Override
    public void save(String tenant, RefreshToken token) {
        Map<String, String> tags = new HashMap<>(Map.of("kind", token.kind().name()));
        KeyVaultSecret secret = new KeyVaultSecret(name(tenant), token.value());
        SecretProperties properties = secret.getProperties().setContentType("Partner Center refresh token");
        Instant issuedAt = token.issuedAt();
        if (issuedAt != null) {
            tags.put("issuedAt", issuedAt.toString());
            properties.setExpiresOn(issuedAt.plus(Duration.ofDays(90)).atOffset(ZoneOffset.UTC));
        }
        properties.setTags(tags);
        vault.setSecret(secret);
    }

    @Override
    public boolean save(String tenant, @Nullable RefreshToken expected, RefreshToken token) {
        boolean saves = Objects.equals(load(tenant), expected);
        if (saves) {
            save(tenant, token);
        }
        return saves;
    }

    /** Names of secrets have letters, digits and hyphens only. A tenant may be a domain, which has dots. */
    private static String name(String tenant) {
        return "partner-center-" + tenant.replace("-", "--").replace(".", "-d");
    }
    // endregion

    @Override
    public String toString() {
        return "RefreshTokenStore[Key Vault " + vault.getVaultUrl() + "]";
    }
}
