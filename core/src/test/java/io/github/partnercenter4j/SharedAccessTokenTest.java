package io.github.partnercenter4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.AuthenticationReason;
import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.model.ResponseMetadata;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.TokenRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The access token that the application's own requests share with the client's calls. */
@Timeout(20)
class SharedAccessTokenTest {

    private static final AccessToken FIRST = AccessToken.of("first", Duration.ofHours(1));
    private static final AccessToken SECOND = AccessToken.of("second", Duration.ofHours(1));

    private final ScriptedGateway gateway = new ScriptedGateway();
    private final List<TokenRequest> requests = new CopyOnWriteArrayList<>();
    private final List<CompletableFuture<AccessToken>> answers = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final FakeTime time = new FakeTime();
    private final PartnerCenter client = PartnerCenter.builder()
            .gateway(gateway)
            .tokens(this::ask)
            .time(time)
            .build();

    @AfterEach
    void close() {
        client.close();
        threads.shutdownNow();
    }

    private CompletableFuture<AccessToken> ask(TokenRequest request) {
        CompletableFuture<AccessToken> answer = new CompletableFuture<>();
        requests.add(request);
        answers.add(answer);
        return answer;
    }

    private CompletableFuture<AccessToken> asking() {
        return CompletableFuture.supplyAsync(client::accessToken, threads);
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private static Throwable failure(CompletableFuture<?> future) {
        Throwable[] thrown = new Throwable[1];
        assertThatThrownBy(future::join)
                .isInstanceOf(CompletionException.class)
                .satisfies(wrapper -> thrown[0] = wrapper.getCause());
        return thrown[0];
    }

    @Test
    void accessToken_ofManyCallersAndACall_isOneRequest() {
        SupportProfile profile = SupportProfile.builder()
                .email("a@b")
                .telephone("1")
                .website("w")
                .build();
        gateway.thenReply(
                SupportProfileReply.of(profile, ResponseMetadata.builder(200).build()));
        List<CompletableFuture<AccessToken>> callers =
                Stream.generate(this::asking).limit(5).toList();
        CompletableFuture<SupportProfile> call =
                client.profiles().supportProfile().getAsync();
        until(() -> answers.size() == 1);

        answers.get(0).complete(FIRST);

        assertThat(callers).allSatisfy(caller -> assertThat(caller.join()).isEqualTo(FIRST));
        assertThat(call.join()).isEqualTo(profile);
        assertThat(client.accessToken()).isEqualTo(FIRST);
        assertThat(requests).hasSize(1);
    }

    @Test
    void accessToken_refusedByMany_isRequestedOnce() {
        CompletableFuture<AccessToken> first = asking();
        until(() -> answers.size() == 1);
        answers.get(0).complete(FIRST);
        first.join();

        List<CompletableFuture<AccessToken>> callers = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> client.accessToken(FIRST), threads))
                .limit(5)
                .toList();
        until(() -> answers.size() == 2);
        answers.get(1).complete(SECOND);

        assertThat(callers).allSatisfy(caller -> assertThat(caller.join()).isEqualTo(SECOND));
        assertThat(client.accessToken(FIRST)).isEqualTo(SECOND);
        assertThat(requests).hasSize(2);
        assertThat(requests.get(1).rejected()).isEqualTo(FIRST);
    }

    @Test
    void accessToken_refusedAndThereIsNoOther_fails() {
        CompletableFuture<AccessToken> first = asking();
        until(() -> answers.size() == 1);
        answers.get(0).complete(FIRST);
        first.join();

        CompletableFuture<AccessToken> caller = CompletableFuture.supplyAsync(() -> client.accessToken(FIRST), threads);
        until(() -> answers.size() == 2);
        answers.get(1).complete(FIRST);

        assertThat(failure(caller))
                .isInstanceOfSatisfying(
                        AuthenticationException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(AuthenticationReason.TOKEN_REJECTED));
    }

    @Test
    void accessToken_requestFails_throwsTheFailureAndWaitsBeforeTheNext() {
        CompletableFuture<AccessToken> caller = asking();
        until(() -> answers.size() == 1);
        answers.get(0)
                .completeExceptionally(AuthenticationException.of(
                        AuthenticationReason.CREDENTIAL_REJECTED, "the secret has expired", null));

        assertThat(failure(caller)).isInstanceOf(AuthenticationException.class).hasMessageContaining("expired");
        assertThatThrownBy(client::accessToken).isInstanceOf(AuthenticationException.class);
        assertThat(requests).hasSize(1);
    }

    @Test
    void interrupt_whileItWaits_endsTheWaitAndTheRequest() throws Exception {
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        Throwable[] thrown = new Throwable[1];
        Thread caller = new Thread(() -> {
            try {
                client.accessToken();
            } catch (PartnerCenterException cancelled) {
                thrown[0] = cancelled;
            }
            flag.complete(Thread.currentThread().isInterrupted());
        });
        caller.start();
        until(() -> answers.size() == 1);

        caller.interrupt();

        assertThat(flag.get(15, TimeUnit.SECONDS)).isTrue();
        assertThat(thrown[0])
                .isInstanceOfSatisfying(
                        PartnerCenterException.class,
                        failure -> assertThat(failure.category()).isEqualTo(ErrorCategory.CANCELLED));
        until(() -> answers.get(0).isCancelled());
    }

    @Test
    void close_beforeOrDuringTheWait_isClosed() {
        CompletableFuture<AccessToken> caller = asking();
        until(() -> answers.size() == 1);

        client.close();

        assertThat(((PartnerCenterException) failure(caller)).category()).isEqualTo(ErrorCategory.CLOSED);
        assertThatThrownBy(client::accessToken)
                .isInstanceOfSatisfying(
                        PartnerCenterException.class,
                        failure -> assertThat(failure.category()).isEqualTo(ErrorCategory.CLOSED));
        assertThat(requests).hasSize(1);
    }
}
