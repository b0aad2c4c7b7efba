package io.github.partnercenter4j.spring.test;

import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.FakeTenant;
import io.github.partnercenter4j.testkit.FakeTokens;
import java.util.Map;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ConfigurableApplicationContext;

/** Defines the beans of a fake in a context that is not started yet. */
final class FakeBeans {

    private static final String NAME = "fakePartnerCenter";

    private final ConfigurableApplicationContext context;
    private final DefaultListableBeanFactory beans;

    FakeBeans(ConfigurableApplicationContext context) {
        this.context = context;
        this.beans = (DefaultListableBeanFactory) context.getBeanFactory();
    }

    /** Adds the fake, which the context then closes. */
    void add(FakePartnerCenter fake) {
        // Registered first, closed last: after the clients and the gateway.
        beans.registerDisposableBean(NAME, fake::close);
        beans.registerSingleton(NAME, fake);
    }

    <T> void add(Class<T> type, T bean) {
        beans.registerSingleton(NAME + "." + type.getSimpleName(), bean);
    }

    /** Adds a bean of a partner. Its qualifier is the partner's name. */
    <T> void add(Class<T> type, T bean, String partner) {
        beans.registerBeanDefinition(NAME + "." + type.getSimpleName() + "." + partner, ofPartner(type, bean, partner));
    }

    private static <T> RootBeanDefinition ofPartner(Class<T> type, T bean, String partner) {
        RootBeanDefinition definition = new RootBeanDefinition(type, () -> bean);
        definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, partner));
        return definition;
    }

    /** Adds a bean that is injected in place of the application's own. */
    <T> void prefer(Class<T> type, T bean) {
        String name = NAME + "." + type.getSimpleName();
        RootBeanDefinition definition = new RootBeanDefinition(type, () -> bean);
        definition.setPrimary(true);
        beans.registerBeanDefinition(name, definition);
        // The application's own may be primary, too.
        context.addBeanFactoryPostProcessor(factory -> {
            for (String other : factory.getBeanNamesForType(type, true, false)) {
                if (!other.equals(name) && factory.containsBeanDefinition(other)) {
                    factory.getBeanDefinition(other).setPrimary(false);
                }
            }
        });
    }

    /**
     * Replaces the application's beans for the tokens of its partners. Others than the fake's would be refused.
     *
     * @param create whether partners without such a bean get one
     */
    void replaceTokens(Map<String, FakeTenant> partners, boolean create) {
        context.addBeanFactoryPostProcessor(factory -> partners.forEach((partner, tenant) -> {
            FakeTokens tokens = tenant.tokens();
            BeanDefinition replacement =
                    ofPartner(AccessTokenProvider.class, AccessTokenProvider.of(tokens::appPlusUser), partner);
            boolean found = false;
            String[] names = factory.getBeanNamesForType(AccessTokenProvider.class, true, false);
            for (String name : names) {
                // The starter takes the only bean there is for a partner without a name.
                boolean isOnly = names.length == 1 && partner.equals(ConfiguredPartners.DEFAULT);
                boolean isOfPartner =
                        isOnly || BeanFactoryAnnotationUtils.isQualifierMatch(partner::equals, name, factory);
                // A singleton without a definition stays, because a test has put it there.
                if (isOfPartner && factory.containsBeanDefinition(name)) {
                    beans.removeBeanDefinition(name);
                    beans.registerBeanDefinition(name, replacement);
                }
                found |= isOfPartner;
            }
            if (create && !found) {
                beans.registerBeanDefinition(NAME + ".AccessTokenProvider." + partner, replacement);
            }
        }));
    }
}
