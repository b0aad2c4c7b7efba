package io.github.partnercenter4j.spring;

import static io.github.partnercenter4j.spring.Contexts.application;
import static io.github.partnercenter4j.spring.Contexts.single;
import static io.github.partnercenter4j.spring.Contexts.twoTransports;
import static io.github.partnercenter4j.spring.Contexts.withoutTransports;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.apache.ApacheSupportProfileGateway;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.msal.RefreshTokenStore;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.retrofit.RetrofitSupportProfileGateway;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class TransportChoiceTest {

    private static ApplicationContextRunner bothTransports() {
        return twoTransports()
                .withPropertyValues(single())
                .withBean(RefreshTokenStore.class, RefreshTokenStore::inMemory);
    }

    @Test
    void onlyTransport_onTheClassPath_isTaken() {
        application()
                .withPropertyValues(single())
                .run(context -> assertThat(context.getBean(SupportProfileGateway.class))
                        .isInstanceOf(RetrofitSupportProfileGateway.class));
        bothTransports()
                .withClassLoader(new FilteredClassLoader(RetrofitSupportProfileGateway.class))
                .run(context -> assertThat(context.getBean(SupportProfileGateway.class))
                        .isInstanceOf(ApacheSupportProfileGateway.class));
    }

    @Test
    void twoTransports_withoutAChoice_endTheStart() {
        bothTransports()
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessage(
                                "partnercenter.transport is not set, and two transports are on the class path. Set it to"
                                        + " retrofit or to apache, or remove one of the dependencies."));
    }

    @Test
    void twoTransports_withAChoice_work() {
        bothTransports()
                .withPropertyValues("partnercenter.transport=retrofit")
                .run(context -> assertThat(context.getBean(SupportProfileGateway.class))
                        .isInstanceOf(RetrofitSupportProfileGateway.class));
        bothTransports()
                .withPropertyValues("partnercenter.transport=apache")
                .run(context -> assertThat(context.getBean(SupportProfileGateway.class))
                        .isInstanceOf(ApacheSupportProfileGateway.class));
    }

    @Test
    void noTransport_endsTheStart_andNamesBothDependencies() {
        bothTransports()
                .withClassLoader(withoutTransports())
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("partnercenter.transport")
                        .hasMessageContaining("io.github.partnercenter4j:partnercenter4j-adapter-retrofit")
                        .hasMessageContaining("io.github.partnercenter4j:partnercenter4j-adapter-apache"));
    }

    @Test
    void chosenTransport_thatIsNotOnTheClassPath_endsTheStart() {
        application()
                .withPropertyValues(single())
                .withPropertyValues("partnercenter.transport=apache")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessage("partnercenter.transport is apache, which is not on the class path. Add the"
                                + " dependency io.github.partnercenter4j:partnercenter4j-adapter-apache."));
    }

    @Test
    void gatewayOfTheApplication_needsNeitherTransportNorProperty() {
        SupportProfileGateway own = RetrofitSupportProfileGateway.create(Cloud.GLOBAL);
        bothTransports()
                .withClassLoader(withoutTransports())
                .withBean(SupportProfileGateway.class, () -> own)
                .run(context ->
                        assertThat(context.getBean(SupportProfileGateway.class)).isSameAs(own));
        bothTransports()
                .withBean(SupportProfileGateway.class, () -> own)
                .run(context -> assertThat(context).hasNotFailed());
    }
}
