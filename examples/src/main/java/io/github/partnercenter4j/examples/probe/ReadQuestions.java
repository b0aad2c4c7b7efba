package io.github.partnercenter4j.examples.probe;

import static io.github.partnercenter4j.examples.probe.Question.ask;

import io.github.partnercenter4j.testkit.behaviour.Behaviour;
import java.util.List;

/** The questions that change nothing. */
final class ReadQuestions {

    private static final Ask READ = Ask.read();
    private static final Ask GARBAGE = READ.with("Authorization: Bearer not-a-token");
    private static final Ask NO_TOKEN = READ.without("Authorization");

    private ReadQuestions() {}

    static final List<Question> ALL = List.of(
            // --- what a read gives ---
            ask(Questions.FIRST, "Is a read answered with a profile?", READ),
            ask("byte-order-mark", "Does the body of a success begin with a byte order mark?", READ)
                    .readBy(Verdicts.ofSuccess(heard -> Verdicts.yes(heard.hasByteOrderMark())))
                    .decides(Behaviour.BYTE_ORDER_MARK, "yes", "no"),
            ask("charset", "Does the Content-Type of a success have a charset?", READ)
                    .readBy(Verdicts.ofSuccess(Verdicts::hasCharset))
                    .decides(Behaviour.CHARSET, "yes", "no"),
            ask("service-headers", "Which headers of the service does a success have?", READ)
                    .readBy(Verdicts.ofSuccess(Verdicts::serviceHeaders)),
            ask("self-link", "Is the self link /v1/profiles/support?", READ)
                    .readBy(Verdicts.member("/v1/profiles/support", "links", "self", "uri")),
            ask("profile-type", "Is profileType support_profile?", READ)
                    .readBy(Verdicts.member("support_profile", "profileType")),
            ask("object-type", "Is the object type PartnerSupportProfile?", READ)
                    .readBy(Verdicts.member("PartnerSupportProfile", "attributes", "objectType")),
            ask("etag", "Is there an ETag, as a header or as an attribute?", READ)
                    .readBy(Verdicts.ofSuccess(Verdicts::etag)),
            ask("if-none-match", "Does a read regard If-None-Match?", READ.also("If-None-Match: *")),
            ask("gzip", "Is a body compressed if the client accepts gzip?", READ.also("Accept-Encoding: gzip"))
                    .readBy(Verdicts::encoding),
            ask("validate-mfa", "What does ValidateMfa say of the user?", READ.also("ValidateMfa: true"))
                    .readBy(Verdicts.ofSuccess(Verdicts::mfa)),
            // --- ids ---
            ask("ids-echoed", "Does the answer have the ids of the request?", READ)
                    .readBy(Verdicts::echo),
            ask(
                            "ids-missing",
                            "Is a request without MS-RequestId and MS-CorrelationId refused?",
                            READ.without("MS-RequestId").without("MS-CorrelationId"))
                    .decides(Behaviour.IDS_REQUIRED, "400 .*", "200 .*")
                    .onlyIf("request-id-missing", "400 .*", "200 .*")
                    .onlyIf("correlation-id-missing", "400 .*", "200 .*")
                    .onlyIf("update-ids-missing", "400 .*", "200 .*"),
            ask("ids-malformed", "Is a request id refused that is no GUID?", READ.requestId("not-a-guid"))
                    .decides(Behaviour.GUIDS_REQUIRED, "400 .*", "200 .*")
                    .onlyIf("correlation-id-malformed", "400 .*", "200 .*"),
            ask("request-id-missing", "Is a request without MS-RequestId alone refused?", READ.without("MS-RequestId")),
            ask(
                    "correlation-id-missing",
                    "Is a request without MS-CorrelationId alone refused?",
                    READ.without("MS-CorrelationId")),
            ask(
                    "correlation-id-malformed",
                    "Is a correlation id refused that is no GUID?",
                    READ.with("MS-CorrelationId: not-a-guid")),
            ask(
                            "correlation-id-repeated",
                            "What if there are two correlation ids?",
                            READ.with("MS-CorrelationId: " + Ask.GUID).also("MS-CorrelationId: " + Ask.GUID))
                    .readBy(Verdicts.echoOfTwo("MS-CorrelationId")),
            ask(
                            "ids-repeated",
                            "What if there are two request ids?",
                            READ.requestId(Ask.GUID).also("MS-RequestId: " + Ask.GUID))
                    .readBy(Verdicts.echoOfTwo("MS-RequestId")),
            ask(
                            "ids-capitals",
                            "Are ids with capital letters returned in the same case?",
                            READ.requestId("ABCDEF01-2345-4678-9ABC-DEF012345678"))
                    .readBy(Verdicts::echo),
            ask("ids-braces", "Is a GUID in braces accepted?", READ.requestId("{abcdef01-2345-4678-9abc-def012345679}"))
                    .readBy(heard -> heard.outcome() + ", ids " + Verdicts.echo(heard)),
            // --- other headers ---
            ask("contract-version-missing", "Is MS-Contract-Version needed?", READ.without("MS-Contract-Version")),
            ask("contract-version-other", "Is another contract version refused?", READ.with("MS-Contract-Version: v9")),
            ask("locale-unknown", "Is an unknown locale refused?", READ.with("X-Locale: xx-YY")),
            ask("header-unknown", "Is an unknown header refused?", READ.also("X-Probe: 1")),
            ask("header-long", "Is a header of 16000 letters refused?", READ.also("X-Probe: <16000 letters>")),
            ask("accept-missing", "Is Accept needed?", READ.without("Accept")),
            ask("accept-any", "Is any format accepted as JSON?", READ.with("Accept: */*")),
            ask("accept-text-json", "Is text/json accepted as JSON?", READ.with("Accept: text/json")),
            ask("accept-application", "Is application/* accepted as JSON?", READ.with("Accept: application/*")),
            ask("accept-text", "Is text/* accepted as JSON?", READ.with("Accept: text/*")),
            ask("accept-list", "Is JSON found in a list?", READ.with("Accept: application/xml, application/json")),
            ask("accept-q-zero", "Is JSON refused with q=0?", READ.with("Accept: application/json;q=0")),
            ask("accept-xml", "Is a request for XML alone refused?", READ.with("Accept: application/xml"))
                    .decides(Behaviour.MEDIA_TYPES_CHECKED, "406 .*", "200 profile")
                    .onlyIf("type-xml", "415 .*", "200 .*")
                    .onlyIf("type-missing", "415 .*", "200 .*"),
            // --- paths and methods ---
            ask("path-of-updates", "Can the path of updates be read?", READ.path(Ask.DOCUMENTED_UPDATE_PATH)),
            ask("path-capitals", "Does the case of the path matter?", READ.path("/V1/Profiles/Support")),
            ask("path-version", "Is /v1.0 the same as /v1?", READ.path("/v1.0/profiles/support")),
            ask("path-without-version", "Is the version needed?", READ.path("/profiles/support")),
            ask("path-slash", "Does a slash at the end matter?", READ.path(Ask.READ_PATH + "/")),
            ask("path-double-slash", "Does a second slash at the start matter?", READ.path("/" + Ask.READ_PATH)),
            ask("path-escaped", "Is an escaped letter in the path understood?", READ.path("/v1/profiles/%73upport")),
            ask("path-query", "Is an unknown query parameter ignored?", READ.path(Ask.READ_PATH + "?probe=1")),
            ask("path-unknown", "How is an unknown path refused?", READ.path("/v1/profiles/nothing")),
            ask(
                    "path-unknown-without-token",
                    "Which comes first, the token or the path?",
                    NO_TOKEN.path("/v1/profiles/nothing")),
            ask("method-head", "Is HEAD answered?", READ.method("HEAD")).readBy(Verdicts::allow),
            ask("method-options", "Is OPTIONS answered?", READ.method("OPTIONS"))
                    .readBy(Verdicts::allow),
            ask(
                            "update-path-head",
                            "Is HEAD answered on the path of updates?",
                            READ.method("HEAD").path(Ask.DOCUMENTED_UPDATE_PATH))
                    .readBy(Verdicts::allow),
            ask(
                            "update-path-options",
                            "Is OPTIONS answered on the path of updates?",
                            READ.method("OPTIONS").path(Ask.DOCUMENTED_UPDATE_PATH))
                    .readBy(Verdicts::allow),
            // --- tokens ---
            ask("token-missing", "How is a request without a token refused?", NO_TOKEN),
            ask("token-missing-challenge", "Which scheme does that refusal ask for?", NO_TOKEN)
                    .readBy(Verdicts::challenge),
            ask("token-malformed", "How is a malformed token refused?", GARBAGE),
            ask("token-malformed-challenge", "Which scheme does that refusal ask for?", GARBAGE)
                    .readBy(Verdicts::challenge),
            ask("fault-code", "Is the code of an error a number or a text?", GARBAGE)
                    .readBy(Verdicts::codeForm),
            ask("fault-byte-order-mark", "Does the body of an error begin with a byte order mark?", GARBAGE)
                    .readBy(heard -> Verdicts.yes(heard.hasByteOrderMark())),
            ask("fault-charset", "Does the Content-Type of an error have a charset?", GARBAGE)
                    .readBy(Verdicts::hasCharset),
            ask("fault-ids", "Does an error have the ids of the request?", GARBAGE)
                    .readBy(Verdicts::echo),
            ask("scheme-case", "Is the scheme bearer accepted?", READ.with("Authorization: bearer <token>")),
            ask("scheme-other", "How is another scheme refused?", READ.with("Authorization: Basic cHJvYmU6cHJvYmU=")),
            ask("token-repeated", "What if there are two tokens?", READ.also("Authorization: Bearer not-a-token")),
            ask("token-app-only", "How is a token of the app alone refused?", READ.token(Credential.APP_ONLY))
                    .decides(Behaviour.FORBIDDEN_WITHOUT_BODY, "403 empty", "403 (?!empty).*")
                    .onlyIf("token-without-role", "403 empty", "403 (?!empty).*"),
            ask("token-without-mfa", "Is a user without a second factor refused?", READ.token(Credential.WITHOUT_MFA))
                    .decides(Behaviour.MFA_ENFORCED, "401 .*", "200 .*"),
            ask("token-other-api", "How is a token for another API refused?", READ.token(Credential.OTHER_AUDIENCE)),
            ask("token-expired", "How is an expired token refused?", READ.token(Credential.EXPIRED)));
}
