package io.github.partnercenter4j.spring;

import io.github.partnercenter4j.PartnerCenter;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/** Registers a {@link PartnerCenter} bean for each partner, with the partner's name as qualifier. */
final class PartnerBeans implements ImportBeanDefinitionRegistrar {

    static final String PARTNERS = "partnerCenterPartners";

    private final Environment environment;
    private final BeanFactory beans;

    PartnerBeans(Environment environment, BeanFactory beans) {
        this.environment = environment;
        this.beans = beans;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importer, BeanDefinitionRegistry registry) {
        Binder.get(environment)
                .bind(PartnerCenterProperties.PREFIX, PartnerCenterProperties.class)
                .ifBound(properties -> properties
                        .allPartners()
                        .keySet()
                        .forEach(name -> registry.registerBeanDefinition("partnerCenter-" + name, client(name))));
    }

    private RootBeanDefinition client(String partner) {
        RootBeanDefinition client = new RootBeanDefinition(
                PartnerCenter.class,
                () -> beans.getBean(Partners.class).get(partner).client());
        client.addQualifier(new AutowireCandidateQualifier(Qualifier.class, partner));
        // A client that the application defines itself is injected where there is no qualifier.
        client.setFallback(true);
        // Partners makes and checks all clients at the start. A test may put a mock in place of Partners.
        client.setLazyInit(true);
        // Partners closes its clients.
        client.setDestroyMethodName("");
        client.setDependsOn(PARTNERS);
        return client;
    }
}
