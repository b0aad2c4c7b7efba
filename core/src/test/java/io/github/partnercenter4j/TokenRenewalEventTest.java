package io.github.partnercenter4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.CallListener.CallEnd;
import io.github.partnercenter4j.CallListener.CallStart;
import io.github.partnercenter4j.CallListener.Operation;
import io.github.partnercenter4j.CallListener.TokenEnd;
import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.AuthenticationReason;
import io.github.partnercenter4j.model.ResponseMetadata;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.token.TokenListener;
import java.text.MessageFormat;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Operators must learn about failed token renewals before calls fail. */
@Timeout(20)
class TokenRenewalEventTest {

    private static final SupportProfileReply REPLY = SupportProfileReply.of(
            SupportProfile.builder().email("a@b").build(),
            ResponseMetadata.builder(200).build());

    private final FakeTime time = new FakeTime();
    private final ScriptedGateway gateway = new ScriptedGateway();
    private final List<TokenEnd> events = new CopyOnWriteArrayList<>();

    @Test
    void renewals_fail_listenerGetsTheNumberOfFailures() {
        AtomicInteger asked = new AtomicInteger();
        SupportProfileOperations support = PartnerCenter.builder()
                .gateway(gateway)
                .time(time)
                .threads(time.threads())
                .tokens(request -> asked.getAndIncrement() == 0
                        ? CompletableFuture.completedFuture(AccessToken.of("t1", Duration.ofHours(1)))
                        : CompletableFuture.failedFuture(AuthenticationException.of(
                                AuthenticationReason.CREDENTIAL_REJECTED, "The secret has expired.", null)))
                .listener(new CallListener() {
                    @Override
                    public void tokenEnded(TokenEnd end) {
                        if (end.failure() != null) {
                            events.add(end);
                        }
                    }
                })
                .build()
                .profiles()
                .supportProfile();

        get(support);
        time.advance(Duration.ofMinutes(57));
        for (int i = 0; i < 3; i++) {
            get(support);
            get(support);
            time.advance(Duration.ofSeconds(31));
        }

        assertThat(events).extracting(TokenEnd::failures).containsExactly(1, 2, 3);
        assertThat(events.get(0).tokenLeft()).isEqualTo(Duration.ofMinutes(3));
        assertThat(events.get(0).failure()).isInstanceOf(AuthenticationException.class);
    }

    @Test
    void renewal_fails_oneWarningWithTheNumberOfFailuresIsLogged() {
        Log log = new Log();
        Listeners listeners = new Listeners(
                List.of(new CallListener() {
                    @Override
                    public void tokenEnded(TokenEnd end) {
                        throw new AssertionError("a listener's fault");
                    }
                }),
                log);

        listeners.ended(new TokenListener.End(
                1,
                true,
                Duration.ofSeconds(1),
                3,
                Duration.ofSeconds(118),
                AuthenticationException.of(AuthenticationReason.CREDENTIAL_REJECTED, "The secret has expired.", null)));

        assertThat(log.lines.get(0))
                .startsWith("WARNING The access token could not be renewed (failures in a row: 3). The current token is"
                        + " good for another 118 s, then calls fail.")
                .contains("The secret has expired.");
        assertThat(log.lines.get(1)).contains("A CallListener threw");
    }

    @Test
    void log_localeWithOtherDigits_isTheSame() {
        Log log = new Log();
        Listeners listeners = new Listeners(List.of(), log);
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try {
            listeners.send(
                    listeners.callStarted(new CallStart(Operation.GET, "c")),
                    listener -> listener.callEnded(
                            new CallEnd(Operation.GET, "r", "c", 12, Duration.ofMillis(34_567), 200, false, null)));
        } finally {
            Locale.setDefault(before);
        }

        assertThat(log.lines)
                .containsExactly("DEBUG GET succeeded after 12 attempts in 34567 ms (request id r, correlation id c)");
    }

    private void get(SupportProfileOperations support) {
        gateway.thenReply(REPLY);
        support.get();
    }

    /** Records the log. */
    private static final class Log implements System.Logger {

        final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        public String getName() {
            return "test";
        }

        @Override
        public boolean isLoggable(Level level) {
            return true;
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
            lines.add(level + " " + message);
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String format, Object... parameters) {
            // The JDK's own logger formats in the same way.
            lines.add(level + " " + (parameters == null ? format : MessageFormat.format(format, parameters)));
        }
    }
}
