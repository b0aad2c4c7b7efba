package io.github.partnercenter4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.RetryPolicy;
import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.testkit.Fault.Point;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class DocumentedErrorTest {

    private static final String ID = "603f3cd9-01b8-48f2-b65d-855a246f5bfd";

    @ParameterizedTest
    @CsvSource({
        "PARAMETER_INVALID, BAD_REQUEST, 400, 2000",
        "PROPERTY_INVALID, BAD_REQUEST, 400, 3000",
        "INPUT_INVALID, BAD_REQUEST, 400, 800002",
        "ETAG_STALE, PRECONDITION, 400, 2055",
        "OPERATION_UNSUPPORTED, BAD_REQUEST, 400, 800042",
        "ACTION_UNSUPPORTED, BAD_REQUEST, 400, 900141",
        "ENVIRONMENT_UNSUPPORTED, BAD_REQUEST, 400, 900127",
        "UNAUTHORIZED, AUTHENTICATION, 401, 400",
        "TOKEN_MISSING, AUTHENTICATION, 401, 800001",
        "AUDIENCE_WRONG, AUTHENTICATION, 401, 900420",
        "MFA_REQUIRED, AUTHENTICATION, 401, 900421",
        "ACCESS_DENIED, FORBIDDEN, 403, 2032",
        "RESELLER_INACTIVE, FORBIDDEN, 403, 800039",
        "PROGRAM_INACTIVE, FORBIDDEN, 403, 900149",
        "AGREEMENT_NOT_ACCEPTED, FORBIDDEN, 403, 900124",
        "ROLE_MISSING, FORBIDDEN, 403, 900150",
        "APP_ONLY, FORBIDDEN, 403,",
        "NOT_FOUND, NOT_FOUND, 404, 1000",
        "TENANT_NOT_FOUND, NOT_FOUND, 404, 60003",
        "PRECONDITION_FAILED, PRECONDITION, 417, 800036",
        "THROTTLED, THROTTLED, 429,",
        "UNEXPECTED, SERVER, 500, 800003",
        "TRY_LATER, SERVER, 500, 900192",
        "UNDEFINED, SERVER, 501, 0",
    })
    void fault_givesTheClientItsCategoryAndCode(
            DocumentedError error, ErrorCategory category, int status, String code) {
        for (TwoDoors way : TwoDoors.values()) {
            try (FakePartnerCenter fake = FakePartnerCenter.create();
                    DoorClient door = DoorClient.open(way, fake);
                    PartnerCenter partnerCenter = PartnerCenter.builder()
                            .gateway(door.gateway())
                            .tokens(AccessTokenProvider.of(() -> fake.tokens().appPlusUser()))
                            .retryPolicy(RetryPolicy.none())
                            .build()) {
                FaultRule rule = fake.when(Request.any()).play(error.fault());

                PartnerCenterException failure = catchThrowableOfType(
                        PartnerCenterException.class,
                        () -> partnerCenter.profiles().supportProfile().get());

                assertThat(rule.hits()).isPositive();
                assertThat(failure.category()).isEqualTo(category);
                ServiceException answered =
                        (ServiceException) (failure instanceof AuthenticationException ? failure.getCause() : failure);
                assertThat(answered.status()).isEqualTo(status).isEqualTo(error.status());
                assertThat(answered.code()).isEqualTo(Optional.ofNullable(code));
                assertThat(answered.description()).hasValue(error.description());
                assertThat(error.code().isPresent()).isEqualTo(code != null);
            }
        }
    }

    @Test
    void fault_ofTheServiceOnly_echoesTheIds() {
        Set<DocumentedError> echoing = EnumSet.noneOf(DocumentedError.class);
        for (TwoDoors way : TwoDoors.values()) {
            try (FakePartnerCenter fake = FakePartnerCenter.create();
                    DoorClient door = DoorClient.open(way, fake)) {
                for (DocumentedError error : DocumentedError.values()) {
                    fake.next(error.fault());
                    PartnerCenterException failure = catchThrowableOfType(
                            PartnerCenterException.class,
                            () -> door.get(door.context().requestId(ID)));
                    RecordedExchange seen = fake.journal().last();
                    if (ID.equals(seen.responseHeader("MS-RequestId"))) {
                        echoing.add(error);
                        assertThat(seen.responseHeader("MS-CorrelationId"))
                                .isEqualTo(seen.requestHeader("MS-CorrelationId"));
                        assertThat(seen.responseHeader("MS-CV")).endsWith(".0");
                        assertThat(failure.requestId()).isEqualTo(ID);
                    } else {
                        assertThat(seen.responseHeaders())
                                .extracting(header -> header.getKey())
                                .noneMatch(name -> name.startsWith("MS-"));
                    }
                }
            }
        }

        assertThat(EnumSet.complementOf(EnumSet.copyOf(echoing))).containsExactly(DocumentedError.THROTTLED);
    }

    @Test
    void throttled_sendsTheDocumentedBytes() throws IOException {
        try (FakePartnerCenter fake = FakePartnerCenter.create()) {
            fake.next(DocumentedError.THROTTLED.fault());

            RawHttp.Answer answer = RawHttp.send(fake.url(), "", "GET /v1/profiles/support HTTP/1.1");

            assertThat(answer.body()).hasSize(84);
            assertThat(answer.text())
                    .isEqualTo(
                            "{ \"statusCode\": 429, \"message\": \"Rate limit is exceeded. Try again in 57 seconds.\" }");
            assertThat(answer.header("Retry-After")).isEqualTo("57");
        }
    }

    @Test
    void mfaRequired_sendsTheMfaHeader() throws IOException {
        try (FakePartnerCenter fake = FakePartnerCenter.create()) {
            fake.next(DocumentedError.MFA_REQUIRED.fault());

            RawHttp.Answer answer = RawHttp.send(fake.url(), "", "GET /v1/profiles/support HTTP/1.1");

            assertThat(answer.header("isMfaCompliant")).isEqualTo("false");
            assertThat(answer.headers())
                    .filteredOn(line -> line.startsWith("Date: "))
                    .hasSize(1);
        }
    }

    @Test
    void fault_afterTheCommit_keepsTheWrite() {
        for (TwoDoors way : TwoDoors.values()) {
            try (FakePartnerCenter fake = FakePartnerCenter.create();
                    DoorClient door = DoorClient.open(way, fake)) {
                fake.when(Request.put().header("MS-RequestId", ID))
                        .play(DocumentedError.UNEXPECTED.fault().at(Point.AFTER_COMMIT));

                ServiceException failure = catchThrowableOfType(
                        ServiceException.class,
                        () -> door.put("1", door.context().requestId(ID)));

                assertThat(failure.code()).hasValue("800003");
                assertThat(failure.writeOutcome()).hasValue(WriteOutcome.UNKNOWN);
                assertThat(fake.profile().telephone()).isEqualTo("1");
                assertThat(fake.journal().last().toString()).contains("with ids");
            }
        }
    }

    @Test
    void withIds_faultWithoutAnAnswer_isRefused() {
        Stream.of(
                        Fault.overlay(),
                        Fault.drip(1, Duration.ofSeconds(1)),
                        Fault.raw("x".getBytes(StandardCharsets.UTF_8)))
                .forEach(fault -> assertThatIllegalArgumentException().isThrownBy(fault::withIds));
    }
}
