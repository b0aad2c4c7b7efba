package io.github.partnercenter4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.model.ResponseMetadata;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.port.ExchangeScope;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests the scopes that listeners open around an exchange. */
class ExchangeScopeTest {

    private static final SupportProfileReply REPLY = SupportProfileReply.of(
            SupportProfile.builder().email("a@b").build(),
            ResponseMetadata.builder(200).build());

    private final List<String> story = new ArrayList<>();
    private final ScriptedGateway gateway = new ScriptedGateway().then(asked -> {
        ExchangeScope scope = asked.context().openScope();
        story.add("exchange");
        scope.close();
        return CompletableFuture.completedFuture(REPLY);
    });

    private PartnerCenter.Builder builder() {
        return PartnerCenter.builder().gateway(gateway).tokens(AccessTokenProvider.fixed(AccessToken.of("t")));
    }

    /** A listener that writes down its scopes. */
    private CallListener opens(String name, Runnable atClose) {
        return new CallListener() {
            @Override
            public ExchangeScope openScope(Attempt attempt) {
                story.add(name + " opens " + attempt.number());
                return () -> {
                    story.add(name + " closes");
                    atClose.run();
                };
            }
        };
    }

    private static void fail() {
        throw new IllegalStateException("a listener's fault");
    }

    @Test
    void openScope_ofSeveralListeners_areClosedInReverseOrder_whateverOneOfThemThrows() {
        CallListener throwing = new CallListener() {
            @Override
            public @Nullable ExchangeScope openScope(Attempt attempt) {
                fail();
                return null;
            }
        };

        builder()
                .listener(opens("first", () -> {}))
                .listener(throwing)
                .listener(new CallListener() {})
                .listener(opens("second", ExchangeScopeTest::fail))
                .build()
                .profiles()
                .supportProfile()
                .get();

        assertThat(story)
                .containsExactly("first opens 1", "second opens 1", "exchange", "second closes", "first closes");
    }

    @Test
    void openScope_withoutListeners_opensNothing() {
        builder().build().profiles().supportProfile().get();

        assertThat(story).containsExactly("exchange");
    }
}
