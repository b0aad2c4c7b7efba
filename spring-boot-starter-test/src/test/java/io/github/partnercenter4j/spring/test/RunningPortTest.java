package io.github.partnercenter4j.spring.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.spring.test.app.SupportApplication;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.FakeTenant;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.servlet.client.RestTestClient;

/** Calls an application on its port. Each call passes the application, its sign-in and its transport. */
@SpringBootTest(classes = SupportApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureRestTestClient
@AutoConfigureWebTestClient
@AutoConfigureFakePartnerCenter
class RunningPortTest {

    private static final String PATH = "/partners/fabrikam/telephone";

    @Autowired
    @Qualifier("fabrikam")
    private FakeTenant fabrikam;

    @Autowired
    private FakePartnerCenter fake;

    private void checkOneUpdate() {
        assertThat(fabrikam.writesApplied()).isOne();
        assertThat(fabrikam.profile().telephone()).isEqualTo("4255550100");
        fake.login().verify("refresh_token").once();
    }

    @Test
    void restTestClient_updatesAPartner(@Autowired RestTestClient http) {
        http.put().uri(PATH).body("4255550100").exchange().expectStatus().isOk();

        checkOneUpdate();
    }

    @Test
    void webTestClient_updatesAPartner(@Autowired WebTestClient http) {
        http.put().uri(PATH).bodyValue("4255550100").exchange().expectStatus().isOk();

        checkOneUpdate();
    }

    @Test
    void anyClient_updatesAPartner(@LocalServerPort int port) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + PATH))
                .PUT(HttpRequest.BodyPublishers.ofString("4255550100"))
                .build();

        assertThat(HttpClient.newHttpClient()
                        .send(request, BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);

        checkOneUpdate();
    }
}
