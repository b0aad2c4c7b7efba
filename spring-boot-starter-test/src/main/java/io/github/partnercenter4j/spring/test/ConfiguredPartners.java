package io.github.partnercenter4j.spring.test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.ConfigurableEnvironment;

/** Reads the partners of an application from its properties. Pure functions. */
final class ConfiguredPartners {

    /** The name of a partner that is configured without one. */
    static final String DEFAULT = "default";

    private static final String ROOT = "partnercenter";

    private ConfiguredPartners() {}

    /**
     * A partner of the application.
     *
     * @param name its name
     * @param properties the begin of its properties' names, such as {@code partnercenter.partners.contoso}
     * @param tenant its tenant: the configured one, or else one that is the same in each run for the same name
     */
    record ConfiguredPartner(String name, String properties, String tenant) {

        /** Returns the name of one of its properties. */
        String property(String member) {
            return properties + "." + member;
        }
    }

    /**
     * Returns the partners with names, or else the one without.
     *
     * @param tenant the tenant of a partner without a name, unless one is configured
     */
    static List<ConfiguredPartner> of(ConfigurableEnvironment environment, String tenant) {
        // Resolves no placeholders: a variable that tests do not set must not end the start before it is replaced.
        Binder binder = new Binder(ConfigurationPropertySources.from(environment.getPropertySources()), raw -> raw);
        List<ConfiguredPartner> partners = new ArrayList<>();
        for (String name : names(binder)) {
            String properties = ROOT + ".partners." + name;
            partners.add(new ConfiguredPartner(
                    name, properties, tenant(properties, binder, environment).orElseGet(() -> madeOf(name))));
        }
        if (partners.isEmpty()) {
            partners.add(new ConfiguredPartner(
                    DEFAULT, ROOT, tenant(ROOT, binder, environment).orElse(tenant)));
        }
        return partners;
    }

    private static Iterable<String> names(Binder binder) {
        Bindable<Map<String, Map<String, Object>>> partners = Bindable.of(ResolvableType.forClassWithGenerics(
                Map.class,
                ResolvableType.forClass(String.class),
                ResolvableType.forClassWithGenerics(Map.class, String.class, Object.class)));
        return binder.bind(ROOT + ".partners", partners).orElse(Map.of()).keySet();
    }

    /** Returns the configured tenant. Empty if there is none, or only a variable without a value. */
    private static Optional<String> tenant(String properties, Binder binder, ConfigurableEnvironment environment) {
        ConfigurationPropertyName name = ConfigurationPropertyName.adapt(properties + ".tenant", '.');
        String raw = binder.bind(name, Bindable.of(String.class)).orElse("");
        return Optional.of(environment.resolvePlaceholders(raw).strip())
                .filter(tenant -> !tenant.isEmpty() && !tenant.contains("${"));
    }

    private static String madeOf(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
