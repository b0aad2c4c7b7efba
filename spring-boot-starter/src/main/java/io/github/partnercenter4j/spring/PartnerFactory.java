package io.github.partnercenter4j.spring;

import io.github.partnercenter4j.CallListener;
import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.RetryPolicy;
import io.github.partnercenter4j.msal.MsalAccessTokenProvider;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.spring.PartnerCenterProperties.Retry;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;

/** Builds the partners from the properties and the beans of the application. */
final class PartnerFactory {

    private final PartnerCenterProperties properties;
    private final SupportProfileGateway gateway;
    private final SignIns signIns;
    private final ListableBeanFactory beans;

    PartnerFactory(
            PartnerCenterProperties properties,
            SupportProfileGateway gateway,
            SignIns signIns,
            ListableBeanFactory beans) {
        this.properties = properties;
        this.gateway = gateway;
        this.signIns = signIns;
        this.beans = beans;
    }

    Partners createAll() {
        Map<String, PartnerCenterProperties.Partner> all = properties.allPartners();
        if (all.isEmpty() && beans.getBeanNamesForType(PartnerCenter.class, true, false).length == 0) {
            throw new InvalidPropertyException(
                    PartnerCenterProperties.PREFIX + ".tenant",
                    "is not set, and there is no other partner. Set partnercenter.tenant, client-id and client-secret,"
                            + " or those of several partners below partnercenter.partners.<name>.");
        }
        return new Partners(all.entrySet().stream()
                .map(partner -> create(partner.getKey(), partner.getValue()))
                .toList());
    }

    private Partner create(String name, PartnerCenterProperties.Partner settings) {
        String tenant = Checked.present(properties.property(name, "tenant"), settings.tenant());
        LastCall lastCall = new LastCall();
        AccessTokenProvider own = ownTokens(name);
        if (own != null) {
            return new Partner(name, tenant, client(name, own, true, lastCall), own, lastCall, null);
        }
        requireClientId(name, settings);
        MsalAccessTokenProvider tokens = signIns.tokens(name, settings);
        return new Partner(
                name,
                tenant,
                client(name, tokens, false, lastCall),
                tokens,
                lastCall,
                callback -> signIns.consent(name, settings, callback));
    }

    /** Says which beans there are if the client id may be missing because of a misspelled qualifier. */
    private void requireClientId(String partner, PartnerCenterProperties.Partner settings) {
        String[] own = BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, AccessTokenProvider.class);
        if (settings.clientId() == null && own.length > 0) {
            throw new InvalidPropertyException(
                    properties.property(partner, "client-id"),
                    "is not set, and no AccessTokenProvider bean has the qualifier '" + partner + "' (the beans are "
                            + String.join(", ", own) + "). Set it, or give a bean this qualifier.");
        }
    }

    /** Returns the application's bean with this qualifier. A partner without a name takes the only one there is. */
    private @Nullable AccessTokenProvider ownTokens(String partner) {
        List<String> names =
                List.of(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, AccessTokenProvider.class));
        List<String> matching = names.stream()
                .filter(bean -> BeanFactoryAnnotationUtils.isQualifierMatch(partner::equals, bean, beans))
                .toList();
        if (matching.size() > 1) {
            throw new InvalidPropertyException(
                    properties.property(partner, "tenant"),
                    "has several AccessTokenProvider beans (" + String.join(", ", matching)
                            + "). Give one of them the qualifier '" + partner + "'.");
        }
        List<String> chosen =
                matching.isEmpty() && properties.partners().isEmpty() && names.size() == 1 ? names : matching;
        return chosen.isEmpty() ? null : beans.getBean(chosen.get(0), AccessTokenProvider.class);
    }

    private PartnerCenter client(String partner, AccessTokenProvider tokens, boolean ownTokens, LastCall lastCall) {
        PartnerCenter.Builder client = PartnerCenter.builder()
                .gateway(gateway)
                .tokens(tokens)
                .retryPolicy(retries())
                .listener(lastCall);
        Checked.applied("partnercenter.timeout", properties.timeout(), client::timeout);
        Checked.applied("partnercenter.attempt-timeout", properties.attemptTimeout(), client::attemptTimeout);
        Checked.applied("partnercenter.application-name", properties.applicationName(), client::applicationName);
        ordered(CallListener.class).forEach(client::listener);
        ordered(PartnerCenterCustomizer.class).forEach(customizer -> customizer.customize(partner, client));
        return Checked.made(cloud(ownTokens), client::build);
    }

    /** Returns what a mistake in the cloud of gateway and tokens is blamed on: the property, if it can mend it. */
    private String cloud(boolean ownTokens) {
        boolean used = beans.containsBean(Network.GATEWAY) || !ownTokens;
        return used && beans.containsBean(Network.CLOUD)
                ? "partnercenter.cloud"
                : "A Cloud, SupportProfileGateway or AccessTokenProvider bean";
    }

    private <T> Stream<T> ordered(Class<T> type) {
        return beans.getBeanProvider(type).orderedStream();
    }

    private RetryPolicy retries() {
        Retry retry = properties.retry();
        RetryPolicy.Builder policy = RetryPolicy.builder().readsOnly(retry.readsOnly());
        String prefix = "partnercenter.retry.";
        Checked.applied(prefix + "max-attempts", retry.maxAttempts(), policy::maxAttempts);
        Checked.applied(prefix + "first-wait", retry.firstWait(), policy::firstWait);
        Checked.applied(prefix + "longest-wait", retry.longestWait(), policy::longestWait);
        Checked.applied(prefix + "longest-retry-after", retry.longestRetryAfter(), policy::longestRetryAfter);
        return policy.build();
    }
}
