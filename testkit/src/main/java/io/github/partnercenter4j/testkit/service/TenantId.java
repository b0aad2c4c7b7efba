package io.github.partnercenter4j.testkit.service;

import io.github.partnercenter4j.port.RequestContext;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/** The ids of partner tenants. Pure functions. */
public final class TenantId {

    private static final Pattern DOMAIN = Pattern.compile("[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+");

    private TenantId() {}

    /**
     * Returns the id of a tenant in the form for comparisons. A domain name always gives the same tenant, and different
     * names give different tenants.
     *
     * @param tenant a GUID or a domain name, in any case
     * @return a GUID in lower case
     * @throws IllegalArgumentException if it is neither
     */
    public static String of(String tenant) {
        if (DOMAIN.matcher(tenant).matches()) {
            return UUID.nameUUIDFromBytes(tenant.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8))
                    .toString();
        }
        return RequestContext.requireGuid("tenant", tenant).toLowerCase(Locale.ROOT);
    }
}
