package io.github.partnercenter4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.port.AccessToken;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The token defines the tenant of a request, and the rights in it. */
@Timeout(60)
class TenantsTest {

    private static final String OTHER = "11111111-2222-4333-8444-555555555555";

    static Stream<Arguments> refused() {
        return Stream.of(
                kind(FakeTokens::appOnly, 403, null),
                kind(FakeTokens::withoutRole, 403, "900150"),
                kind(FakeTokens::expired, 401, "400"),
                kind(FakeTokens::wrongAudience, 401, "900420"),
                kind(FakeTokens::withoutMfa, 401, "900421"));
    }

    private static Arguments kind(Function<FakeTokens, AccessToken> issue, int status, String code) {
        return Arguments.of(issue, status, Optional.ofNullable(code));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void token_ofAnotherTenant_isRefusedByItsKind(
            Function<FakeTokens, AccessToken> issue, int status, Optional<String> code) {
        for (TwoDoors way : TwoDoors.values()) {
            try (FakePartnerCenter fake = FakePartnerCenter.create();
                    DoorClient door = DoorClient.open(way, fake)) {
                AccessToken token = issue.apply(fake.tenant(OTHER).tokens());

                PartnerCenterException failure = catchThrowableOfType(
                        PartnerCenterException.class, () -> door.put("1", DoorClient.context(token)));

                ServiceException answered =
                        (ServiceException) (failure instanceof AuthenticationException ? failure.getCause() : failure);
                assertThat(answered.status()).isEqualTo(status);
                assertThat(answered.code()).isEqualTo(code);
                assertThat(fake.journal().last().tenant()).isEqualTo(OTHER);
                assertThat(fake.writesApplied()).isZero();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void users_ofSeveralTenants_seeTheirOwnProfile(TwoDoors way) {
        try (FakePartnerCenter fake = FakePartnerCenter.create();
                DoorClient door = DoorClient.open(way, fake)) {
            door.put("1", door.context());
            door.put("2", DoorClient.context(fake.tokens().appPlusUser(OTHER)));

            SupportProfile readByAnother = door.get(
                            DoorClient.context(fake.tenant(OTHER).tokens().withoutRole()))
                    .profile();

            assertThat(readByAnother.telephone()).isEqualTo("2");
            assertThat(door.get().profile().telephone()).isEqualTo("1");
            assertThat(fake.tenant(OTHER).profile()).isEqualTo(readByAnother);
        }
    }
}
