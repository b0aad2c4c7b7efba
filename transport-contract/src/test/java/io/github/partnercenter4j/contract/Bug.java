package io.github.partnercenter4j.contract;

import io.github.partnercenter4j.contract.ReferenceAnswer.BodyEnd;
import io.github.partnercenter4j.contract.ReferenceGateway.Line;
import io.github.partnercenter4j.contract.ReferenceGateway.Request;
import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.MalformedResponseException;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.error.TransportException;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.model.ProfileAttributes;
import io.github.partnercenter4j.model.ResponseMetadata;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.RetryBudget;
import io.github.partnercenter4j.port.SupportProfileGateway;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** The bugs of gateways: the reference gateway with one wrong step, and the sentences that must fail. */
@SuppressWarnings("ImmutableEnumChecker") // What opens a gateway keeps nothing, and the set is unmodifiable.
enum Bug {

    // --- the request ---

    FETCHES_FROM_THE_CONTEXTS_PATH(
            request(request -> request.target(request.context().path().path())), "fetch_alwaysUsesPathForReading"),
    WRITES_TO_ONE_PATH_ONLY(
            request(request -> request.target("/v1/profiles/support")),
            "replace_usesPathOfContext",
            "replace_sendsDocumentedBytes"),
    FORGETS_THE_BASE_PATH(
            request(request ->
                    request.target(request.target().substring(request.target().indexOf("/v1/")))),
            "basePath_isAddedBeforePathOfRequest"),
    WRITES_CAMEL_CASE(
            request(request -> request.body(request.body().replace("\"Email\"", "\"email\""))),
            "replace_sendsDocumentedBytes"),
    OMITS_NULLS(
            request(request -> request.body(request.body().replaceAll("\"[A-Za-z]+\":null,", ""))),
            "unknownMembers_areSentAsRead"),
    SENDS_A_CHARSET(
            request(request ->
                    request.isWrite() ? request.with("Content-Type", "application/json; charset=utf-8") : request),
            "replace_sendsDocumentedBytes"),
    EXPECTS_100_CONTINUE(
            request(request -> request.isWrite() ? request.with("Expect", "100-continue") : request),
            "replace_sendsDocumentedBytes"),
    OMITS_THE_LOCALE(
            request(request -> request.with("X-Locale", null)),
            "fetch_sendsDocumentedBytes",
            "replace_sendsDocumentedBytes"),
    ADDS_A_HEADER(
            request(request -> request.with("X-Requested-With", "x")),
            "fetch_sendsDocumentedBytes",
            "replace_sendsDocumentedBytes"),
    ASKS_FOR_GZIP(request(request -> request.with("Accept-Encoding", "gzip")), "fetch_sendsDocumentedBytes"),
    SENDS_THE_HOST_WITHOUT_ITS_PORT(
            request(request -> request.with("Host", "127.0.0.1")),
            "fetch_sendsDocumentedBytes",
            "replace_sendsDocumentedBytes"),
    IGNORES_IF_MATCH(request(request -> request.with("If-Match", null)), "optionalHeaders_areSentAsSet"),
    SENDS_WEAK_ETAGS(
            request(request -> request.isWrite() && request.context().ifMatch() == null
                    ? request.with("If-Match", "W/\"1\"")
                    : request),
            "weakEtag_isNeverSent"),
    IGNORES_VALIDATE_MFA(
            request(request -> request.with("ValidateMfa", null)),
            "mfaCheck_ifSet_isRequestedAndResultIsRead",
            "optionalHeaders_areSentAsSet"),
    LOWERS_THE_CASE_OF_IDS(
            request(request ->
                    request.with("MS-RequestId", request.context().requestId().toLowerCase(Locale.ROOT))),
            "reply_hasStatusAndIdsOfResponse"),
    TRIMS_TEXTS(sent(profile -> profile.withEmail(trimmed(profile.email()))), "texts_withAnyUnicode_areReadAsWritten"),
    DROPS_ATTRIBUTES(
            sent(profile ->
                    profile.toBuilder().attributes(ProfileAttributes.empty()).build()),
            "attributes_areSent",
            "unknownMembers_areSentAsRead"),
    SENDS_LINKS(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                Request request(RequestContext context, @Nullable SupportProfile sent) {
                    Request request = super.request(context, sent);
                    return sent == null || sent.links().isEmpty()
                            ? request
                            : request.body(request.body().replaceAll("}$", ",\"Links\":{}}"));
                }
            },
            "unknownMembers_areSentAsRead"),
    OMITS_MEMBERS_THAT_CANNOT_BE_WRITTEN(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                Request request(RequestContext context, @Nullable SupportProfile sent) {
                    try {
                        return super.request(context, sent);
                    } catch (IllegalArgumentException unwritable) {
                        return super.request(context, withoutUnknown(sent));
                    }
                }
            },
            "replace_profileThatCannotBeWritten_failsBeforeSending"),
    THROWS_INSTEAD_OF_FAILING_THE_FUTURE(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                public CompletableFuture<SupportProfileReply> replace(SupportProfile profile, RequestContext context) {
                    CompletableFuture<SupportProfileReply> call = super.replace(profile, context);
                    return call.isCompletedExceptionally() ? CompletableFuture.completedFuture(call.join()) : call;
                }
            },
            "replace_profileThatCannotBeWritten_failsBeforeSending",
            "call_afterClose_failsWithClosed"),
    KEEPS_THE_FIRST_TOKEN(
            cloud -> new ReferenceGateway(cloud) {
                private @Nullable AccessToken first;

                @Override
                synchronized Request request(RequestContext context, @Nullable SupportProfile sent) {
                    first = first == null ? context.accessToken() : first;
                    return super.request(context.toBuilder().accessToken(first).build(), sent);
                }
            },
            "refusedToken_isAuthentication"),
    KEEPS_THE_REQUEST_IN_A_FIELD(
            cloud -> new ReferenceGateway(cloud) {
                private volatile @Nullable Request current;

                @Override
                Request request(RequestContext context, @Nullable SupportProfile sent) {
                    current = super.request(context, sent);
                    return current;
                }

                @Override
                ReferenceAnswer send(Request request, Line line) throws IOException {
                    return super.send(Objects.requireNonNull(current), line);
                }
            },
            "concurrentCalls_getTheirOwnResponses"),
    ACCEPTS_NULL(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                public CompletableFuture<SupportProfileReply> fetch(@Nullable RequestContext context) {
                    return context == null
                            ? CompletableFuture.failedFuture(new NullPointerException("context"))
                            : super.fetch(context);
                }
            },
            "nullArgument_isRefusedAtOnce"),

    // --- one call is one exchange ---

    RESENDS_ON_408(
            resendingOn(answer -> answer.status() == 408),
            "request_isNeverResent",
            "errorStatus_hasItsCategoryAndWriteOutcome"),
    RESENDS_ON_429(
            resendingOn(answer -> answer.status() == 429),
            "request_isNeverResent",
            "throttling_isReportedWithRetryAfter"),
    RESENDS_ON_503(
            resendingOn(answer -> answer.status() == 503),
            "request_isNeverResent",
            "errorStatus_hasItsCategoryAndWriteOutcome"),
    OBEYS_RETRY_AFTER_ZERO(
            resendingOn(answer -> "0".equals(answer.headers().first("Retry-After"))),
            "request_isNeverResent",
            "retryAfter_isReported"),
    ANSWERS_A_CHALLENGE(resendingOn(answer -> answer.headers().has("WWW-Authenticate")), "request_isNeverResent"),
    FOLLOWS_REDIRECTS_OF_THE_SAME_ORIGIN(following((cloud, target) -> isOf(cloud, target)), "redirect_isNotFollowed"),
    FOLLOWS_REDIRECTS_ELSEWHERE(following((cloud, target) -> !isOf(cloud, target)), "redirect_isNotFollowed"),
    SHOWS_A_REDIRECTS_QUERY(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                SupportProfileReply reply(
                        RequestContext context, @Nullable SupportProfile sent, ReferenceAnswer answer) {
                    String location = answer.headers().first("Location");
                    if (location == null) {
                        return super.reply(context, sent, answer);
                    }
                    throw ServiceException.builder(context, answer.status())
                            .redirectOrigin(location)
                            .build();
                }
            },
            "redirect_isNotFollowed"),
    RESENDS_WHEN_THE_CONNECTION_BREAKS(
            resendingWhenBroken(false),
            "connectionBrokenBeforeResponse_isIoAndSentOnce",
            "reusedConnectionThatBreaks_requestIsSentOnce"),
    RESENDS_WHEN_A_REUSED_CONNECTION_BREAKS(resendingWhenBroken(true), "reusedConnectionThatBreaks_requestIsSentOnce"),
    RESENDS_READS_WHEN_THE_CONNECTION_BREAKS(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                ReferenceAnswer send(Request request, Line line) throws IOException {
                    try {
                        return super.send(request, line);
                    } catch (IOException broken) {
                        if (request.method().equals("GET")) {
                            return super.send(request, line);
                        }
                        throw broken;
                    }
                }
            },
            "connectionBrokenBeforeResponse_isIoAndSentOnce",
            "reusedConnectionThatBreaks_requestIsSentOnce"),
    SENDS_COOKIES(
            remembering(
                    (request, answer) -> request.with("Cookie", answer.headers().first("Set-Cookie"))),
            "sequentialCalls_shareConnectionWithoutCookiesOrCache"),
    REVALIDATES(
            remembering((request, answer) ->
                    request.with("If-None-Match", answer.headers().first("ETag"))),
            "sequentialCalls_shareConnectionWithoutCookiesOrCache"),
    CACHES(
            cloud -> new ReferenceGateway(cloud) {
                private @Nullable CompletableFuture<SupportProfileReply> cached;

                @Override
                public synchronized CompletableFuture<SupportProfileReply> fetch(RequestContext context) {
                    cached = cached == null ? super.fetch(context) : cached;
                    return cached;
                }
            },
            "sequentialCalls_shareConnectionWithoutCookiesOrCache",
            "concurrentCalls_getTheirOwnResponses"),

    // --- the response ---

    LOSES_LINKS(read(profile -> profile.toBuilder().links(Map.of()).build()), "fetch_returnsStoredProfile"),
    LOSES_UNKNOWN_MEMBERS(read(Bug::withoutUnknown), "unknownMembers_areSentAsRead"),
    READS_NUMBERS_AS_DOUBLE(read(Bug::withDoubles), "unknownMembers_areSentAsRead"),
    READS_NULL_AS_EMPTY(
            read(profile -> profile.email() == null ? profile.withEmail("") : profile),
            "texts_withAnyUnicode_areReadAsWritten"),
    READS_LATIN_1(
            answer(answer -> answer.body(
                    new String(answer.body(), StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.UTF_8))),
            "texts_withAnyUnicode_areReadAsWritten",
            "documentedResponse_inEveryFraming_isRead"),
    READS_A_BOM_AS_TEXT(
            answer(answer -> startsWithMark(answer) ? answer.body(text(" " + textOf(answer))) : answer),
            "documentedResponse_inEveryFraming_isRead"),
    REPAIRS_BROKEN_UTF_8(answer(answer -> answer.body(text(textOf(answer)))), "body_inOtherEncoding_isRefused"),
    IGNORES_CHARSETS(
            answer(answer -> isJson(answer) ? withHeader(answer, "Content-Type", "application/json") : answer),
            "body_inOtherEncoding_isRefused"),
    IGNORES_CONTENT_CODINGS(
            answer(answer -> answer.headers(answer.headers().without("Content-Encoding"))),
            "body_inOtherEncoding_isRefused"),
    ACCEPTS_ANY_TYPE(
            answer(answer -> withHeader(answer, "Content-Type", "application/json")),
            "webPage_isReportedAsIntercepted",
            "body_inOtherEncoding_isRefused"),
    RETURNS_THE_SENT_PROFILE(
            replied((reply, sent) -> sent == null ? reply : SupportProfileReply.of(sent, reply.metadata())),
            "fetch_afterReplace_returnsWhatWasWritten"),
    DROPS_METADATA(
            replied((reply, sent) -> SupportProfileReply.of(
                    reply.profile(),
                    ResponseMetadata.builder(reply.metadata().status()).build())),
            "reply_hasStatusAndIdsOfResponse",
            "mfaCheck_ifSet_isRequestedAndResultIsRead",
            "sequentialCalls_shareConnectionWithoutCookiesOrCache"),
    LOSES_THE_ETAG_OF_THE_BODY(
            answer(answer -> answer.body(text(textOf(answer).replace("etag", "etag2")))),
            "etag_comesFromHeaderOrElseFromAttributes"),
    FILLS_IN_MISSING_IDS(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                ReferenceAnswer send(Request request, Line line) throws IOException {
                    ReferenceAnswer answer = super.send(request, line);
                    return answer.headers().has("MS-RequestId")
                            ? answer
                            : withHeader(
                                    answer, "MS-RequestId", request.context().requestId());
                }
            },
            "response_withoutIds_isAccepted"),
    DEMANDS_IDS(
            answer(answer ->
                    answer.headers().has("MS-RequestId") ? answer : withHeader(answer, "MS-RequestId", "missing")),
            "response_withoutIds_isAccepted"),
    CHECKS_IDS_BEFORE_THE_STATUS(
            judging((context, answer) ->
                    isOurs(context.requestId(), answer.headers().first("MS-RequestId"))
                            && isOurs(context.correlationId(), answer.headers().first("MS-CorrelationId"))),
            "errorResponse_withOtherIds_isReportedByStatus"),
    COMPARES_IDS_AS_TEXT(
            judging((context, answer) -> !answer.isSuccess()
                    || context.requestId()
                            .equals(String.valueOf(answer.headers().first("MS-RequestId")))),
            "id_inOtherSpellingOfGuid_isAccepted",
            "response_withoutIds_isAccepted"),
    READS_THE_FIRST_OF_SEVERAL_IDS(
            judging((context, answer) -> !answer.isSuccess()
                    || isOurs(context.requestId(), answer.headers().first("MS-RequestId"))),
            "severalIds_includingSentId_areAccepted"),
    REFUSES_A_204_WITH_A_LENGTH(
            judging((context, answer) ->
                    answer.status() != 204 || "0".equals(answer.headers().first("Content-Length"))),
            "replace_204WithContentLength_succeeds"),
    IGNORES_ANSWERED_IDS(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                ReferenceAnswer send(Request request, Line line) throws IOException {
                    RequestContext context = request.context();
                    ReferenceAnswer answer = withHeader(super.send(request, line), "MS-RequestId", context.requestId());
                    return withHeader(answer, "MS-CorrelationId", context.correlationId());
                }
            },
            "success_withOtherIds_isProtocol"),
    REFUSES_AN_EMPTY_SUCCESS(
            answer(answer -> answer.isSuccess() && answer.body().length == 0
                    ? answer.status(200).body(text(" "))
                    : answer),
            "success_withoutBody_isAcceptedForReplaceOnly"),
    RETURNS_AN_EMPTY_PROFILE_WITHOUT_A_BODY(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                SupportProfileReply reply(
                        RequestContext context, @Nullable SupportProfile sent, ReferenceAnswer answer) {
                    boolean nothing = answer.isSuccess() && answer.body().length == 0;
                    return super.reply(
                            context,
                            sent == null && nothing ? SupportProfile.builder().build() : sent,
                            answer);
                }
            },
            "success_withoutBody_isAcceptedForReplaceOnly"),
    IGNORES_AN_UNREADABLE_SUCCESS(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                SupportProfileReply reply(
                        RequestContext context, @Nullable SupportProfile sent, ReferenceAnswer answer) {
                    try {
                        return super.reply(context, sent, answer);
                    } catch (MalformedResponseException unreadable) {
                        if (sent == null) {
                            throw unreadable;
                        }
                        return SupportProfileReply.of(
                                sent, ResponseMetadata.builder(answer.status()).build());
                    }
                }
            },
            "damagedProfile_isResponseFormatAndApplied",
            "webPage_isReportedAsIntercepted",
            "incompleteBody_isIoOrResponseFormat"),
    TREATS_JSON_WITHOUT_IDS_AS_APPLIED(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                SupportProfileReply reply(
                        RequestContext context, @Nullable SupportProfile sent, ReferenceAnswer answer) {
                    Headers headers = answer.headers();
                    return super.reply(
                            context,
                            sent,
                            headers.first("MS-RequestId") == null
                                    ? answer.headers(headers.plus("MS-RequestId", context.requestId()))
                                    : answer);
                }
            },
            "damagedProfile_withoutIds_hasUnknownOutcome",
            "incompleteBody_isIoOrResponseFormat"),
    TREATS_ANY_OBJECT_AS_A_PROFILE(
            answer(answer -> answer.body(
                    text(textOf(answer).replaceFirst("^\\{", "{\"links\":{},").replace(",}", "}")))),
            "success_withoutSupportProfile_isResponseFormat"),
    REQUIRES_EVERY_TEXT_OF_A_PROFILE(
            answer(answer ->
                    answer.isSuccess() && !textOf(answer).contains("\"telephone\"") ? answer.body(text("{}")) : answer),
            "profile_withOneKnownMember_isAccepted"),
    TREATS_A_CUT_BODY_AS_WHOLE(
            // The mapping also compares lengths.
            answer(answer -> answer.end() == BodyEnd.CUT
                    ? answer.whole().headers(answer.headers().without("Content-Length"))
                    : answer),
            "connectionBrokenInsideResponse_isIoAndApplied",
            "incompleteBody_isIoOrResponseFormat",
            "call_afterManyFailures_succeeds"),
    TREATS_PARTIAL_CONTENT_AS_WHOLE(
            answer(answer -> answer.isSuccess() ? answer.status(200) : answer),
            "fetch_successStatusOtherThan200_isProtocol"),
    USES_THE_FIRST_OF_TWO_LENGTHS(
            answer(answer -> withHeader(
                    answer, "Content-Length", String.valueOf(answer.headers().first("Content-Length")))),
            "response_withTwoDifferentLengths_isProtocol"),
    TREATS_A_LONG_HEAD_AS_NO_RESPONSE(
            answer(answer -> {
                if (!answer.isSuccess() && !answer.headers().has("Content-Length")) {
                    throw new ProtocolException("a head that is too long");
                }
                return answer;
            }),
            "response_withTooLongHead_isReportedByStatusOrProtocol"),
    READS_WITHOUT_LIMIT(limit(1 << 30), "endlessResponse_isCutOff"),
    READS_TOO_LITTLE(limit(4096), "body_longerThanLimit_isRefused"),

    // --- errors ---

    READS_NO_ERROR_BODIES(
            answer(answer -> answer.isSuccess() ? answer : answer.body(text(""))),
            "userWithoutRole_isForbidden",
            "appOnlyToken_isForbidden",
            "refusedToken_isAuthentication",
            "errorBody_inAnyKnownFormat_isRead",
            "codeForChangedProfile_isPreconditionOnlyWithItsStatus",
            "errorWithBrokenBody_isReportedByStatus",
            "htmlErrorPage_isReportedByStatus"),
    READS_NO_PLAIN_TEXT_ERRORS(
            answer(answer -> answer.isSuccess() || isJson(answer) ? answer : answer.body(text(""))),
            "appOnlyToken_isForbidden"),
    KNOWS_ONE_FORMAT_OF_ERRORS(
            answer(answer ->
                    answer.isSuccess() || !isJson(answer) || textOf(answer).contains("\"description\":")
                            ? answer
                            : answer.body(text("{}"))),
            "errorBody_inAnyKnownFormat_isRead"),
    IGNORES_THE_STATUS_OF_A_STALE_CODE(
            answer(answer -> textOf(answer).contains("\"code\":2055") ? answer.status(412) : answer),
            "codeForChangedProfile_isPreconditionOnlyWithItsStatus"),
    TREATS_A_BROKEN_ERROR_AS_A_BROKEN_PROFILE(
            answer(answer -> answer.status() == 404 && isJson(answer) ? answer.status(200) : answer),
            "errorWithBrokenBody_isReportedByStatus"),
    TREATS_AN_ERROR_PAGE_AS_INTERCEPTED(
            answer(answer -> textOf(answer).startsWith("<html>") ? answer.status(200) : answer),
            "htmlErrorPage_isReportedByStatus"),
    HIDES_RETRY_AFTER(
            answer(answer -> answer.headers(answer.headers().without("Retry-After"))),
            "throttling_isReportedWithRetryAfter",
            "retryAfter_isReported"),
    COUNTS_RETRY_AFTER_FROM_ITS_OWN_CLOCK(
            answer(answer -> answer.headers(answer.headers().without("Date"))), "retryAfter_isReported"),
    DROPS_THE_MFA_RESULT_OF_AN_ERROR(
            answer(answer -> answer.isSuccess()
                    ? answer
                    : answer.headers(answer.headers().without("isMfaCompliant"))),
            "mfaResult_inErrorResponse_isRead"),
    KNOWS_ONE_SPELLING_OF_JSON(
            judging((context, answer) -> !answer.isSuccess()
                    || answer.headers().all("Content-Type").equals(List.of("application/json; charset=utf-8"))),
            "contentType_anySpellingOfJson_isAccepted",
            "success_withoutBody_isAcceptedForReplaceOnly"),
    DROPS_THE_IDS_OF_AN_ERROR(
            answer(answer -> answer.isSuccess()
                    ? answer
                    : answer.headers(answer.headers().without("MS-RequestId").without("MS-CorrelationId"))),
            "failure_hasIdsOfRequestAndResponse"),
    REPORTS_401_AS_SERVICE_EXCEPTION(
            failure((context, failure) -> failure instanceof AuthenticationException && failure.getCause() != null
                    ? failure.getCause()
                    : failure),
            "refusedToken_isAuthentication"),
    REPORTS_EVERY_4XX_AS_BAD_REQUEST(
            answer(answer -> answer.status() >= 400 && answer.status() <= 499 ? answer.status(400) : answer),
            "errorStatus_hasItsCategoryAndWriteOutcome",
            "codeForChangedProfile_isPreconditionOnlyWithItsStatus"),
    REPORTS_5XX_AS_BROKEN_CONNECTION(
            answer(answer -> {
                if (answer.status() >= 500) {
                    throw new IOException("broken");
                }
                return answer;
            }),
            "errorStatus_hasItsCategoryAndWriteOutcome",
            "htmlErrorPage_isReportedByStatus"),
    SHOWS_BODIES_IN_MESSAGES(
            failure((context, failure) -> failure instanceof MalformedResponseException malformed
                    ? MalformedResponseException.intercepted(context, malformed.bodyStart(), malformed.bodyStart())
                    : failure),
            "webPage_isReportedAsIntercepted"),
    SHOWS_THE_TOKEN(
            broken((context, thrown) -> TransportException.io(
                    context,
                    WriteOutcome.UNKNOWN,
                    "broken",
                    new IOException("in Authorization: " + context.accessToken().value(), thrown))),
            "token_isInNoFailure"),
    SHOWS_TEXT_OF_THE_PEER(
            broken((context, thrown) -> TransportException.protocol(context, WriteOutcome.UNKNOWN, "No HTTP.", thrown)),
            "response_notHttp_isProtocol"),
    REPORTS_GARBAGE_AS_BROKEN_CONNECTION(
            broken((context, thrown) -> TransportException.io(context, WriteOutcome.UNKNOWN, "broken", null)),
            "response_notHttp_isProtocol"),
    REPORTS_A_LOST_RESPONSE_AS_NOT_APPLIED(
            broken((context, thrown) -> TransportException.io(context, WriteOutcome.NOT_APPLIED, "broken", null)),
            "connectionBrokenBeforeResponse_isIoAndSentOnce",
            "response_notHttp_isProtocol"),
    IGNORES_THAT_A_SUCCESS_HAS_BEGUN(
            answer(answer -> {
                if (answer.end() == BodyEnd.CUT) {
                    throw new IOException("cut");
                }
                return answer;
            }),
            "connectionBrokenInsideResponse_isIoAndApplied"),
    REPORTS_A_REFUSED_CONNECTION_AS_BROKEN(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                PartnerCenterException unreachable(RequestContext context, IOException thrown) {
                    return TransportException.io(context, WriteOutcome.UNKNOWN, "broken", thrown);
                }
            },
            "noServerListens_isConnect"),
    LEAKS_THE_LIBRARYS_EXCEPTION(
            broken((context, thrown) -> thrown),
            "connectionBrokenBeforeResponse_isIoAndSentOnce",
            "response_notHttp_isProtocol"),
    WRAPS_FAILURES(
            failure((context, failure) -> new CompletionException(failure)),
            "userWithoutRole_isForbidden",
            "connectionBrokenBeforeResponse_isIoAndSentOnce"),

    // --- connections and threads ---

    CONNECTS_FOR_EACH_CALL(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                void release(ReferenceConnection connection, Line line, ReferenceAnswer answer) {
                    connection.close();
                }
            },
            "sequentialCalls_shareConnectionWithoutCookiesOrCache"),
    CONNECTS_WHEN_OPENED(
            cloud -> {
                ReferenceGateway gateway = new ReferenceGateway(cloud);
                ReferenceConnection connection = new ReferenceConnection();
                try {
                    connection.connect(cloud.apiBase(), platformTrust(), true);
                    gateway.idle.add(connection);
                } catch (IOException unreachable) {
                    connection.close();
                }
                return gateway;
            },
            "open_opensNoConnection"),
    LEAKS_A_CONNECTION_WITH_EACH_FAILURE(
            cloud -> new ReferenceGateway(cloud) {
                private final Semaphore connections = new Semaphore(40);

                @Override
                ReferenceAnswer send(Request request, Line line) throws IOException {
                    connections.acquireUninterruptibly();
                    ReferenceAnswer answer = super.send(request, line);
                    if (answer.isSuccess() && answer.end() == BodyEnd.WHOLE) {
                        connections.release();
                    }
                    return answer;
                }

                @Override
                public void close() {
                    super.close();
                    connections.release(100);
                }
            },
            "call_afterManyFailures_succeeds"),
    KEEPS_A_CONNECTION_THAT_IS_NOT_READ_TO_ITS_END(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                ReferenceConnection kept() {
                    return idle.pollFirst();
                }

                @Override
                void release(ReferenceConnection connection, Line line, ReferenceAnswer answer) {
                    boolean keep = answer.reusable() || answer.end() == BodyEnd.ENDLESS;
                    super.release(connection, line, answer.reusable(keep));
                }
            },
            "endlessResponse_isCutOff",
            "body_longerThanLimit_isRefused"),
    KEEPS_THE_CONNECTION_OF_A_CANCELLED_CALL(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                protected void abort(Line line, CompletableFuture<?> call) {
                    ReferenceConnection connection = line.connection();
                    if (connection != null) {
                        idle.addFirst(connection);
                    }
                }
            },
            "cancel_endsCall",
            "orTimeout_endsCall"),
    READS_BYTES_FROM_BEFORE_THE_REQUEST(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                ReferenceConnection kept() {
                    return idle.pollFirst();
                }
            },
            "pooledConnection_withUnreadBytes_isNotUsed",
            "pooledConnections_closedByServer_failAtMostOneCall",
            "pooledConnections_resetByServer_failAtMostOneCall"),
    ACCEPTS_A_RESPONSE_WITHOUT_THE_USUAL_IDS(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                boolean isTrusted(ReferenceAnswer answer, boolean earlierOnesHadIds) {
                    return true;
                }
            },
            "successWithoutIds_onConnectionWithIds_isProtocol"),
    KEEPS_A_CONNECTION_AFTER_AN_UNCLEAR_END(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                void release(ReferenceConnection connection, Line line, ReferenceAnswer answer) {
                    boolean keep = answer.end() == BodyEnd.WHOLE;
                    super.release(connection, line, answer.reusable(keep));
                }
            },
            "response_withUnclearEnd_closesConnection"),
    TREATS_AN_UPGRADE_AS_INTERIM(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                boolean isInterim(int status) {
                    return status < 200;
                }
            },
            "unrequestedUpgrade_isProtocol"),
    FAILS_WHEN_BUSY(
            cloud -> new ReferenceGateway(
                    cloud, new ThreadPoolExecutor(0, 4, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), daemons())),
            "moreCallsThanConnections_allComplete"),
    BLOCKS_THE_CALLER(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                void execute(RequestContext context, Runnable exchange) {
                    exchange.run();
                }
            },
            "cancel_whileConnecting_endsCall"),
    STARTS_NON_DAEMON_THREADS(
            cloud -> new ReferenceGateway(cloud, Executors.newCachedThreadPool()), "threads_areDaemons"),
    STARTS_A_NON_DAEMON_THREAD_WHEN_OPENED(
            cloud -> {
                ThreadPoolExecutor housekeeping =
                        new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, new SynchronousQueue<>());
                housekeeping.prestartAllCoreThreads();
                return new ReferenceGateway(cloud) {
                    @Override
                    void closeThreads() {
                        super.closeThreads();
                        housekeeping.shutdown();
                    }
                };
            },
            "threads_areDaemons"),

    // --- TLS ---

    IGNORES_THE_GIVEN_CERTIFICATES(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                void connect(ReferenceConnection connection, SSLContext trusted) throws IOException {
                    super.connect(connection, platformTrust());
                }
            },
            "tls_trustedCertificate_succeeds"),
    TRUSTS_EVERY_CERTIFICATE(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                void connect(ReferenceConnection connection, SSLContext trusted) throws IOException {
                    super.connect(connection, trustInAnybody());
                }
            },
            "tls_untrustedCertificate_isRefused",
            "tls_certificateForOtherHost_isRefused"),
    IGNORES_THE_HOST_NAME(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                void connect(ReferenceConnection connection, SSLContext trusted) throws IOException {
                    connection.connect(cloud.apiBase(), trusted, false);
                }
            },
            "tls_certificateForOtherHost_isRefused"),
    REPORTS_A_BAD_CERTIFICATE_AS_A_BAD_NETWORK(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                void connect(ReferenceConnection connection, SSLContext trusted) throws IOException {
                    try {
                        super.connect(connection, trusted);
                    } catch (SSLException refused) {
                        throw new ConnectException("refused");
                    }
                }
            },
            "tls_untrustedCertificate_isRefused",
            "tls_certificateForOtherHost_isRefused"),

    // --- early ends ---

    CANNOT_BE_CANCELLED(
            called(source -> {
                CompletableFuture<SupportProfileReply> deaf = new CompletableFuture<>() {
                    @Override
                    public boolean cancel(boolean mayInterrupt) {
                        return false;
                    }
                };
                source.whenComplete((reply, failure) -> {
                    if (failure == null) {
                        deaf.complete(reply);
                    } else {
                        deaf.completeExceptionally(failure);
                    }
                });
                return deaf;
            }),
            "cancel_endsCall",
            "cancel_whileConnecting_endsCall",
            "cancel_whileWaiting_closesConnection"),
    RETURNS_A_DEPENDENT_STAGE(
            called(source -> source.thenApply(Function.identity())),
            "userWithoutRole_isForbidden",
            "cancel_whileWaiting_closesConnection",
            "earlyEnd_insideBody_closesConnection"),
    CONTINUES_READING_AFTER_AN_EARLY_END(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                protected void abort(Line line, CompletableFuture<?> call) {}
            },
            "cancel_whileWaiting_closesConnection",
            "earlyEnd_insideBody_closesConnection",
            "slowResponse_afterEndOfCall_isNotRead"),
    BLOCKS_THE_CALLER_AFTER_AN_ABORT(
            cloud -> new ReferenceGateway(cloud) {
                private volatile boolean held;

                @Override
                void execute(RequestContext context, Runnable exchange) {
                    Executor caller = context.callerThread();
                    held = caller != null;
                    if (caller != null) {
                        caller.execute(exchange);
                    } else {
                        super.execute(context, exchange);
                    }
                }

                @Override
                protected void abort(Line line, CompletableFuture<?> call) {
                    if (!held) {
                        super.abort(line, call);
                    }
                }
            },
            "blockingCall_whileConnecting_canBeEnded",
            "blockingCall_inTlsHandshake_canBeEnded",
            "blockingCall_waitingForResponse_canBeEnded",
            "blockingCall_readingBody_canBeEnded"),
    NOTICES_CANCEL_ONLY(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                protected void abort(Line line, CompletableFuture<?> call) {
                    if (call.isCancelled()) {
                        super.abort(line, call);
                    }
                }
            },
            "earlyEnd_insideBody_closesConnection"),
    LEAVES_CALLS_OPEN_ON_CLOSE(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                public void close() {
                    closeThreads();
                    closeIdle();
                }
            },
            "close_failsCallsInFlight",
            "concurrentCallsAndCloses_leaveNoFutureIncomplete"),
    CANCELS_CALLS_ON_CLOSE(
            cloud -> new ReferenceGateway(cloud) {
                private final Set<CompletableFuture<?>> calls = ConcurrentHashMap.newKeySet();

                @Override
                public CompletableFuture<SupportProfileReply> replace(SupportProfile profile, RequestContext context) {
                    CompletableFuture<SupportProfileReply> call = super.replace(profile, context);
                    calls.add(call);
                    return call;
                }

                @Override
                public void close() {
                    calls.forEach(call -> call.completeExceptionally(new CancellationException()));
                    super.close();
                }
            },
            "close_failsCallsInFlight"),
    WORKS_AFTER_CLOSE(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                public void close() {
                    closeIdle();
                }
            },
            "call_afterClose_failsWithClosed",
            "close_endsThreads"),
    CANNOT_BE_CLOSED_TWICE(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                public void close() {
                    if (exchanges.isClosed()) {
                        throw new IllegalStateException("closed already");
                    }
                    super.close();
                }
            },
            "call_afterClose_failsWithClosed"),
    KEEPS_EVERY_CONTEXT(
            cloud -> new ReferenceGateway(cloud) {
                private final Queue<RequestContext> asked = new ConcurrentLinkedQueue<>();

                @Override
                Request request(RequestContext context, @Nullable SupportProfile sent) {
                    asked.add(context);
                    return super.request(context, sent);
                }
            },
            "exchange_afterItsEnd_keepsNothingInMemory"),
    OMITS_THE_HOST_OF_A_FAILED_CONNECT(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                PartnerCenterException unreachable(RequestContext context, IOException thrown) {
                    return TransportException.connect(context, "Connecting failed.", null);
                }
            },
            "failureMessage_hasHostAndPortOfService"),
    OMITS_THE_HOST_OF_A_BROKEN_CONNECTION(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                Throwable broken(RequestContext context, Exception thrown) {
                    return TransportException.io(context, WriteOutcome.UNKNOWN, "The connection broke.", null);
                }
            },
            "failureMessage_hasHostAndPortOfService"),
    KEEPS_ITS_THREADS(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                void closeThreads() {}
            },
            "close_endsThreads"),
    KEEPS_IDLE_CONNECTIONS(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                void closeIdle() {}
            },
            "close_closesPooledConnections"),
    NAMES_ANOTHER_CLOUD(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                public Cloud cloud() {
                    return Cloud.GLOBAL;
                }
            },
            "cloud_returnsCloudOfGatewayOrNull"),
    HAS_A_RETRY_BUDGET_FOR_EACH_CLIENT(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                public RetryBudget retryBudget() {
                    return new RetryBudget();
                }
            },
            "retryBudget_isOneForAllClients");

    private final Function<Cloud, SupportProfileGateway> gateway;
    private final Set<String> breaks;

    Bug(Function<Cloud, SupportProfileGateway> gateway, String... breaks) {
        this.gateway = gateway;
        this.breaks = Set.of(breaks);
    }

    /** Opens a gateway that has this bug. */
    SupportProfileGateway open(Cloud cloud, SSLContext trust) {
        SupportProfileGateway opened = gateway.apply(cloud);
        return opened instanceof ReferenceGateway reference ? reference.trusting(trust) : opened;
    }

    /** Returns the names of the sentences that fail with this bug; there may be more. */
    Set<String> breaks() {
        return breaks;
    }

    // --- a gateway with one step changed ---

    private static Function<Cloud, SupportProfileGateway> request(UnaryOperator<Request> change) {
        return cloud -> new ReferenceGateway(cloud) {
            @Override
            Request request(RequestContext context, @Nullable SupportProfile sent) {
                return change.apply(super.request(context, sent));
            }
        };
    }

    private static Function<Cloud, SupportProfileGateway> sent(UnaryOperator<SupportProfile> change) {
        return cloud -> new ReferenceGateway(cloud) {
            @Override
            Request request(RequestContext context, @Nullable SupportProfile sent) {
                return super.request(context, sent == null ? null : change.apply(sent));
            }
        };
    }

    private interface AnswerChange {
        ReferenceAnswer apply(ReferenceAnswer answer) throws IOException;
    }

    private static Function<Cloud, SupportProfileGateway> answer(AnswerChange change) {
        return cloud -> new ReferenceGateway(cloud) {
            @Override
            ReferenceAnswer send(Request request, Line line) throws IOException {
                return change.apply(super.send(request, line));
            }
        };
    }

    private static Function<Cloud, SupportProfileGateway> replied(
            BiFunction<SupportProfileReply, @Nullable SupportProfile, SupportProfileReply> change) {
        return cloud -> new ReferenceGateway(cloud) {
            @Override
            SupportProfileReply reply(RequestContext context, @Nullable SupportProfile sent, ReferenceAnswer answer) {
                return change.apply(super.reply(context, sent, answer), sent);
            }
        };
    }

    /** A gateway that reports a response that it refuses as no response. */
    private static Function<Cloud, SupportProfileGateway> judging(BiPredicate<RequestContext, ReferenceAnswer> passes) {
        return cloud -> new ReferenceGateway(cloud) {
            @Override
            SupportProfileReply reply(RequestContext context, @Nullable SupportProfile sent, ReferenceAnswer answer) {
                if (!passes.test(context, answer)) {
                    throw TransportException.protocol(context, WriteOutcome.UNKNOWN, "Not ours.", null);
                }
                return super.reply(context, sent, answer);
            }
        };
    }

    private static boolean isOurs(String sent, @Nullable String answered) {
        return answered == null || sent.equalsIgnoreCase(answered);
    }

    private static Function<Cloud, SupportProfileGateway> read(UnaryOperator<SupportProfile> change) {
        return replied((reply, sent) -> SupportProfileReply.of(change.apply(reply.profile()), reply.metadata()));
    }

    private static Function<Cloud, SupportProfileGateway> failure(
            BiFunction<RequestContext, Throwable, Throwable> change) {
        return cloud -> new ReferenceGateway(cloud) {
            @Override
            Throwable failure(RequestContext context, Throwable failure) {
                return change.apply(context, failure);
            }
        };
    }

    private static Function<Cloud, SupportProfileGateway> broken(
            BiFunction<RequestContext, Exception, Throwable> change) {
        return cloud -> new ReferenceGateway(cloud) {
            @Override
            Throwable broken(RequestContext context, Exception thrown) {
                return change.apply(context, thrown);
            }
        };
    }

    private static Function<Cloud, SupportProfileGateway> called(
            UnaryOperator<CompletableFuture<SupportProfileReply>> change) {
        return cloud -> new ReferenceGateway(cloud) {
            @Override
            public CompletableFuture<SupportProfileReply> fetch(RequestContext context) {
                return change.apply(super.fetch(context));
            }

            @Override
            public CompletableFuture<SupportProfileReply> replace(SupportProfile profile, RequestContext context) {
                return change.apply(super.replace(profile, context));
            }
        };
    }

    private static Function<Cloud, SupportProfileGateway> limit(int bytes) {
        return cloud -> new ReferenceGateway(cloud) {
            @Override
            int limit(int status) {
                return bytes;
            }
        };
    }

    private static Function<Cloud, SupportProfileGateway> resendingOn(Predicate<ReferenceAnswer> reason) {
        return cloud -> new ReferenceGateway(cloud) {
            @Override
            ReferenceAnswer send(Request request, Line line) throws IOException {
                ReferenceAnswer answer = super.send(request, line);
                return reason.test(answer) ? super.send(request, line) : answer;
            }
        };
    }

    private static Function<Cloud, SupportProfileGateway> resendingWhenBroken(boolean onlyIfReused) {
        return cloud -> new ReferenceGateway(cloud) {
            @Override
            ReferenceAnswer send(Request request, Line line) throws IOException {
                boolean reused = !idle.isEmpty();
                try {
                    return super.send(request, line);
                } catch (IOException broken) {
                    if (reused || !onlyIfReused) {
                        return super.send(request, line);
                    }
                    throw broken;
                }
            }
        };
    }

    private static Function<Cloud, SupportProfileGateway> following(BiPredicate<Cloud, URI> which) {
        return cloud -> new ReferenceGateway(cloud) {
            @Override
            ReferenceAnswer send(Request request, Line line) throws IOException {
                ReferenceAnswer answer = super.send(request, line);
                String location = answer.headers().first("Location");
                URI target = cloud.apiBase().resolve(location == null ? "" : location);
                if (location == null || !which.test(cloud, target)) {
                    return answer;
                }
                ReferenceConnection connection = new ReferenceConnection();
                try {
                    line.take(connection);
                    connection.connect(target, platformTrust(), true);
                    connection.write(request.target(target.getRawPath()));
                    return connection.read(this::limit, this::isInterim);
                } finally {
                    connection.close();
                }
            }
        };
    }

    /** Lets the last response change the next request. */
    private static Function<Cloud, SupportProfileGateway> remembering(
            BiFunction<Request, ReferenceAnswer, Request> change) {
        return cloud -> new ReferenceGateway(cloud) {
            private volatile @Nullable ReferenceAnswer last;

            @Override
            ReferenceAnswer send(Request request, Line line) throws IOException {
                ReferenceAnswer earlier = last;
                ReferenceAnswer answer = super.send(earlier == null ? request : change.apply(request, earlier), line);
                last = answer;
                return answer;
            }
        };
    }

    // --- helpers ---

    private static SSLContext platformTrust() {
        try {
            return SSLContext.getDefault();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static SSLContext trustInAnybody() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new AnybodyIsFine()}, null);
            return context;
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    /** An extended trust manager, because the JDK checks host names for the plain one. */
    private static final class AnybodyIsFine extends X509ExtendedTrustManager {

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private static boolean isOf(Cloud cloud, URI target) {
        return target.getAuthority().equals(cloud.apiBase().getAuthority());
    }

    private static @Nullable String trimmed(@Nullable String text) {
        return text == null ? null : text.strip();
    }

    private static SupportProfile withoutUnknown(SupportProfile profile) {
        return profile.toBuilder().unknownMembers(Map.of()).build();
    }

    private static SupportProfile withDoubles(SupportProfile profile) {
        Map<String, String> members = new LinkedHashMap<>();
        profile.unknownMembers()
                .forEach((name, json) -> members.put(
                        name,
                        Pattern.compile("[0-9][0-9.E+]*")
                                .matcher(json)
                                .replaceAll(number -> Matcher.quoteReplacement(
                                        Double.toString(Double.parseDouble(number.group()))))));
        return profile.toBuilder().unknownMembers(members).build();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String textOf(ReferenceAnswer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static boolean startsWithMark(ReferenceAnswer answer) {
        return textOf(answer).startsWith("\uFEFF");
    }

    private static boolean isJson(ReferenceAnswer answer) {
        return String.valueOf(answer.headers().first("Content-Type")).contains("json");
    }

    private static ReferenceAnswer withHeader(ReferenceAnswer answer, String name, String value) {
        Headers headers = answer.headers().without(name).plus(name, value);
        return answer.headers(headers);
    }

    private static ThreadFactory daemons() {
        return task -> {
            Thread thread = new Thread(task, "partnercenter4j-reference-busy");
            thread.setDaemon(true);
            return thread;
        };
    }
}
