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

/** What a gateway can get wrong: the reference gateway with one step done badly, and the sentences that must notice. */
@SuppressWarnings("ImmutableEnumChecker") // What opens a gateway keeps nothing, and the set is unmodifiable.
enum Bug {

    // --- the request ---

    FETCHES_FROM_THE_CONTEXTS_PATH(
            request(request -> request.target(request.context().path().path())), "fetchGoesToItsOnePath"),
    WRITES_TO_ONE_PATH_ONLY(
            request(request -> request.target("/v1/profiles/support")),
            "replaceGoesToThePathOfTheContext",
            "replaceOnTheWire"),
    FORGETS_THE_BASE_PATH(
            request(request ->
                    request.target(request.target().substring(request.target().indexOf("/v1/")))),
            "basePathOnTheWire"),
    WRITES_CAMEL_CASE(
            request(request -> request.body(request.body().replace("\"Email\"", "\"email\""))), "replaceOnTheWire"),
    OMITS_NULLS(
            request(request -> request.body(request.body().replaceAll("\"[A-Za-z]+\":null,", ""))),
            "unknownMembersSurvive"),
    NAMES_A_CHARSET(
            request(request ->
                    request.isWrite() ? request.with("Content-Type", "application/json; charset=utf-8") : request),
            "replaceOnTheWire"),
    EXPECTS_100_CONTINUE(
            request(request -> request.isWrite() ? request.with("Expect", "100-continue") : request),
            "replaceOnTheWire"),
    OMITS_THE_LOCALE(request(request -> request.with("X-Locale", null)), "fetchOnTheWire", "replaceOnTheWire"),
    ADDS_A_HEADER(request(request -> request.with("X-Requested-With", "x")), "fetchOnTheWire", "replaceOnTheWire"),
    ASKS_FOR_GZIP(request(request -> request.with("Accept-Encoding", "gzip")), "fetchOnTheWire"),
    SENDS_THE_HOST_WITHOUT_ITS_PORT(
            request(request -> request.with("Host", "127.0.0.1")), "fetchOnTheWire", "replaceOnTheWire"),
    IGNORES_IF_MATCH(request(request -> request.with("If-Match", null)), "optionalHeadersOnTheWire"),
    SENDS_WEAK_ETAGS(
            request(request -> request.isWrite() && request.context().ifMatch() == null
                    ? request.with("If-Match", "W/\"1\"")
                    : request),
            "weakEtagIsNeverSent"),
    IGNORES_VALIDATE_MFA(
            request(request -> request.with("ValidateMfa", null)),
            "mfaVerdictIsAskedForAndRead",
            "optionalHeadersOnTheWire"),
    LOWERS_THE_CASE_OF_IDS(
            request(request ->
                    request.with("MS-RequestId", request.context().requestId().toLowerCase(Locale.ROOT))),
            "replyTellsWhatTheAnswerSaid"),
    TRIMS_TEXTS(sent(profile -> profile.withEmail(trimmed(profile.email()))), "textsComeBackAsTheyWent"),
    DROPS_ATTRIBUTES(
            sent(profile ->
                    profile.toBuilder().attributes(ProfileAttributes.empty()).build()),
            "attributesAreSent",
            "unknownMembersSurvive"),
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
            "unknownMembersSurvive"),
    LEAVES_OUT_WHAT_IT_CANNOT_WRITE(
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
            "unwritableProfileIsRefused"),
    THROWS_WHERE_IT_MUST_FAIL(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                public CompletableFuture<SupportProfileReply> replace(SupportProfile profile, RequestContext context) {
                    CompletableFuture<SupportProfileReply> call = super.replace(profile, context);
                    return call.isCompletedExceptionally() ? CompletableFuture.completedFuture(call.join()) : call;
                }
            },
            "unwritableProfileIsRefused",
            "useAfterCloseIsClosed"),
    KEEPS_THE_FIRST_TOKEN(
            cloud -> new ReferenceGateway(cloud) {
                private @Nullable AccessToken first;

                @Override
                synchronized Request request(RequestContext context, @Nullable SupportProfile sent) {
                    first = first == null ? context.accessToken() : first;
                    return super.request(context.toBuilder().accessToken(first).build(), sent);
                }
            },
            "refusedTokenIsAuthentication"),
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
            "manyThreadsMayCallAtOnce"),
    ACCEPTS_NULL(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                public CompletableFuture<SupportProfileReply> fetch(@Nullable RequestContext context) {
                    return context == null
                            ? CompletableFuture.failedFuture(new NullPointerException("context"))
                            : super.fetch(context);
                }
            },
            "nullIsRefusedAtOnce"),

    // --- one call is one exchange ---

    RESENDS_ON_408(resendingOn(answer -> answer.status() == 408), "nothingIsResent", "everyStatusHasItsCategory"),
    RESENDS_ON_429(resendingOn(answer -> answer.status() == 429), "nothingIsResent", "throttlingIsReportedWithItsWait"),
    RESENDS_ON_503(resendingOn(answer -> answer.status() == 503), "nothingIsResent", "everyStatusHasItsCategory"),
    OBEYS_RETRY_AFTER_ZERO(
            resendingOn(answer -> "0".equals(answer.headers().first("Retry-After"))),
            "nothingIsResent",
            "retryAfterArrives"),
    ANSWERS_A_CHALLENGE(resendingOn(answer -> answer.headers().has("WWW-Authenticate")), "nothingIsResent"),
    FOLLOWS_REDIRECTS_OF_THE_SAME_ORIGIN(following((cloud, target) -> isOf(cloud, target)), "redirectsAreRefused"),
    FOLLOWS_REDIRECTS_ELSEWHERE(following((cloud, target) -> !isOf(cloud, target)), "redirectsAreRefused"),
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
            "redirectsAreRefused"),
    RESENDS_WHEN_THE_CONNECTION_BREAKS(
            resendingWhenBroken(false), "brokenBeforeTheAnswer", "reusedConnectionThatBreaks"),
    RESENDS_WHEN_A_REUSED_CONNECTION_BREAKS(resendingWhenBroken(true), "reusedConnectionThatBreaks"),
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
            "brokenBeforeTheAnswer",
            "reusedConnectionThatBreaks"),
    SENDS_COOKIES(
            remembering(
                    (request, answer) -> request.with("Cookie", answer.headers().first("Set-Cookie"))),
            "callsShareAConnectionAndNothingElse"),
    REVALIDATES(
            remembering((request, answer) ->
                    request.with("If-None-Match", answer.headers().first("ETag"))),
            "callsShareAConnectionAndNothingElse"),
    CACHES(
            cloud -> new ReferenceGateway(cloud) {
                private @Nullable CompletableFuture<SupportProfileReply> cached;

                @Override
                public synchronized CompletableFuture<SupportProfileReply> fetch(RequestContext context) {
                    cached = cached == null ? super.fetch(context) : cached;
                    return cached;
                }
            },
            "callsShareAConnectionAndNothingElse",
            "manyThreadsMayCallAtOnce"),

    // --- the answer ---

    LOSES_LINKS(read(profile -> profile.toBuilder().links(Map.of()).build()), "fetchGivesTheProfile"),
    LOSES_UNKNOWN_MEMBERS(read(Bug::withoutUnknown), "unknownMembersSurvive"),
    READS_NUMBERS_AS_DOUBLE(read(Bug::withDoubles), "unknownMembersSurvive"),
    READS_NULL_AS_EMPTY(
            read(profile -> profile.email() == null ? profile.withEmail("") : profile), "textsComeBackAsTheyWent"),
    READS_LATIN_1(
            answer(answer -> answer.body(
                    new String(answer.body(), StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.UTF_8))),
            "textsComeBackAsTheyWent",
            "documentedAnswerInEveryFraming"),
    TAKES_A_BOM_FOR_TEXT(
            answer(answer -> startsWithMark(answer) ? answer.body(text(" " + textOf(answer))) : answer),
            "documentedAnswerInEveryFraming"),
    REPAIRS_BROKEN_UTF_8(answer(answer -> answer.body(text(textOf(answer)))), "otherEncodings"),
    IGNORES_CHARSETS(
            answer(answer -> isJson(answer) ? withHeader(answer, "Content-Type", "application/json") : answer),
            "otherEncodings"),
    IGNORES_CONTENT_CODINGS(
            answer(answer -> answer.headers(answer.headers().without("Content-Encoding"))), "otherEncodings"),
    ACCEPTS_ANY_TYPE(
            answer(answer -> withHeader(answer, "Content-Type", "application/json")),
            "webPageIsIntercepted",
            "otherEncodings"),
    ANSWERS_WITH_WHAT_WAS_SENT(
            replied((reply, sent) -> sent == null ? reply : SupportProfileReply.of(sent, reply.metadata())),
            "fetchReadsBackWhatWasWritten"),
    DROPS_METADATA(
            replied((reply, sent) -> SupportProfileReply.of(
                    reply.profile(),
                    ResponseMetadata.builder(reply.metadata().status()).build())),
            "replyTellsWhatTheAnswerSaid",
            "mfaVerdictIsAskedForAndRead",
            "callsShareAConnectionAndNothingElse"),
    LOSES_THE_ETAG_OF_THE_BODY(
            answer(answer -> answer.body(text(textOf(answer).replace("etag", "etag2")))),
            "etagIsTheHeadersOrElseTheBodys"),
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
            "answerWithoutIdsIsTaken"),
    DEMANDS_IDS(
            answer(answer ->
                    answer.headers().has("MS-RequestId") ? answer : withHeader(answer, "MS-RequestId", "missing")),
            "answerWithoutIdsIsTaken"),
    LETS_IDS_OUTRANK_THE_STATUS(
            judging((context, answer) ->
                    isOurs(context.requestId(), answer.headers().first("MS-RequestId"))
                            && isOurs(context.correlationId(), answer.headers().first("MS-CorrelationId"))),
            "foreignIdOfARefusalIsTold"),
    COMPARES_IDS_AS_TEXT(
            judging((context, answer) -> !answer.isSuccess()
                    || context.requestId()
                            .equals(String.valueOf(answer.headers().first("MS-RequestId")))),
            "idsMayBeSpeltOtherwise",
            "answerWithoutIdsIsTaken"),
    READS_THE_FIRST_OF_SEVERAL_IDS(
            judging((context, answer) -> !answer.isSuccess()
                    || isOurs(context.requestId(), answer.headers().first("MS-RequestId"))),
            "idMayStandAmongOthers"),
    REFUSES_A_204_THAT_NAMES_A_LENGTH(
            judging((context, answer) ->
                    answer.status() != 204 || "0".equals(answer.headers().first("Content-Length"))),
            "bodilessSuccessThatNamesALength"),
    IGNORES_ANSWERED_IDS(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                ReferenceAnswer send(Request request, Line line) throws IOException {
                    RequestContext context = request.context();
                    ReferenceAnswer answer = withHeader(super.send(request, line), "MS-RequestId", context.requestId());
                    return withHeader(answer, "MS-CorrelationId", context.correlationId());
                }
            },
            "answerToAnotherRequestIsRefused"),
    REFUSES_AN_EMPTY_SUCCESS(
            answer(answer -> answer.isSuccess() && answer.body().length == 0
                    ? answer.status(200).body(text(" "))
                    : answer),
            "emptySuccess"),
    MAKES_A_PROFILE_OF_NOTHING(
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
            "emptySuccess"),
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
            "unreadableSuccess",
            "webPageIsIntercepted",
            "cutBodies"),
    TAKES_ANONYMOUS_JSON_FOR_A_PROOF(
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
            "unreadableAnonymousSuccess",
            "cutBodies"),
    TAKES_ANY_OBJECT_FOR_A_PROFILE(
            answer(answer -> answer.body(
                    text(textOf(answer).replaceFirst("^\\{", "{\"links\":{},").replace(",}", "}")))),
            "otherBodiesAreNoProfile"),
    WANTS_EVERY_TEXT_OF_A_PROFILE(
            answer(answer ->
                    answer.isSuccess() && !textOf(answer).contains("\"telephone\"") ? answer.body(text("{}")) : answer),
            "oneMemberMakesAProfile"),
    TAKES_A_CUT_BODY_FOR_WHOLE(
            // The mapping compares lengths as well.
            answer(answer -> answer.end() == BodyEnd.CUT
                    ? answer.whole().headers(answer.headers().without("Content-Length"))
                    : answer),
            "brokenInsideTheAnswer",
            "cutBodies",
            "failuresLeaveNothingBehind"),
    TAKES_A_PART_FOR_THE_WHOLE(
            answer(answer -> answer.isSuccess() ? answer.status(200) : answer), "successOfAnotherKind"),
    TAKES_THE_FIRST_OF_TWO_LENGTHS(
            answer(answer -> withHeader(
                    answer, "Content-Length", String.valueOf(answer.headers().first("Content-Length")))),
            "lengthsThatDiffer"),
    TAKES_A_LONG_HEAD_FOR_NO_ANSWER(
            answer(answer -> {
                if (!answer.isSuccess() && !answer.headers().has("Content-Length")) {
                    throw new ProtocolException("a head that is too long");
                }
                return answer;
            }),
            "headsThatAreTooLong"),
    READS_WITHOUT_BOUND(limit(1 << 30), "endlessAnswerIsCutOff"),
    READS_TOO_LITTLE(limit(4096), "bodiesAreBounded"),

    // --- errors ---

    READS_NO_ERROR_BODIES(
            answer(answer -> answer.isSuccess() ? answer : answer.body(text(""))),
            "missingRoleIsForbidden",
            "appOnlyTokenIsForbidden",
            "refusedTokenIsAuthentication",
            "everyErrorShapeIsRead",
            "stalenessCodes",
            "brokenErrorBodyIsToldByItsStatus",
            "htmlErrorPageIsToldByItsStatus"),
    READS_NO_PLAIN_TEXT_ERRORS(
            answer(answer -> answer.isSuccess() || isJson(answer) ? answer : answer.body(text(""))),
            "appOnlyTokenIsForbidden"),
    KNOWS_ONE_SHAPE_OF_ERROR(
            answer(answer ->
                    answer.isSuccess() || !isJson(answer) || textOf(answer).contains("\"description\":")
                            ? answer
                            : answer.body(text("{}"))),
            "everyErrorShapeIsRead"),
    BELIEVES_A_STALE_CODE_UNDER_ANY_STATUS(
            answer(answer -> textOf(answer).contains("\"code\":2055") ? answer.status(412) : answer), "stalenessCodes"),
    TAKES_A_BROKEN_ERROR_FOR_A_BROKEN_PROFILE(
            answer(answer -> answer.status() == 404 && isJson(answer) ? answer.status(200) : answer),
            "brokenErrorBodyIsToldByItsStatus"),
    TAKES_AN_ERROR_PAGE_FOR_AN_INTERCEPTION(
            answer(answer -> textOf(answer).startsWith("<html>") ? answer.status(200) : answer),
            "htmlErrorPageIsToldByItsStatus"),
    HIDES_RETRY_AFTER(
            answer(answer -> answer.headers(answer.headers().without("Retry-After"))),
            "throttlingIsReportedWithItsWait",
            "retryAfterArrives"),
    COUNTS_RETRY_AFTER_FROM_ITS_OWN_CLOCK(
            answer(answer -> answer.headers(answer.headers().without("Date"))), "retryAfterArrives"),
    DROPS_AN_ERRORS_VERDICT(
            answer(answer -> answer.isSuccess()
                    ? answer
                    : answer.headers(answer.headers().without("isMfaCompliant"))),
            "mfaVerdictOfARefusalIsRead"),
    KNOWS_ONE_SPELLING_OF_JSON(
            judging((context, answer) -> !answer.isSuccess()
                    || answer.headers().all("Content-Type").equals(List.of("application/json; charset=utf-8"))),
            "everySpellingOfJson",
            "emptySuccess"),
    DROPS_AN_ERRORS_IDS(
            answer(answer -> answer.isSuccess()
                    ? answer
                    : answer.headers(answer.headers().without("MS-RequestId").without("MS-CorrelationId"))),
            "failureNamesTheIds"),
    HANDS_OUT_A_BARE_401(
            failure((context, failure) -> failure instanceof AuthenticationException && failure.getCause() != null
                    ? failure.getCause()
                    : failure),
            "refusedTokenIsAuthentication"),
    CALLS_EVERY_4XX_A_BAD_REQUEST(
            answer(answer -> answer.status() >= 400 && answer.status() <= 499 ? answer.status(400) : answer),
            "everyStatusHasItsCategory",
            "stalenessCodes"),
    TAKES_5XX_FOR_A_BROKEN_CONNECTION(
            answer(answer -> {
                if (answer.status() >= 500) {
                    throw new IOException("broken");
                }
                return answer;
            }),
            "everyStatusHasItsCategory",
            "htmlErrorPageIsToldByItsStatus"),
    SHOWS_BODIES_IN_MESSAGES(
            failure((context, failure) -> failure instanceof MalformedResponseException malformed
                    ? MalformedResponseException.intercepted(context, malformed.bodyStart(), malformed.bodyStart())
                    : failure),
            "webPageIsIntercepted"),
    SHOWS_THE_TOKEN(
            broken((context, thrown) -> TransportException.io(
                    context,
                    WriteOutcome.UNKNOWN,
                    "broken",
                    new IOException("in Authorization: " + context.accessToken().value(), thrown))),
            "tokenIsInNoFailure"),
    QUOTES_THE_PEER(
            broken((context, thrown) -> TransportException.protocol(context, WriteOutcome.UNKNOWN, "No HTTP.", thrown)),
            "whatIsNotHttp"),
    TAKES_GARBAGE_FOR_A_BROKEN_CONNECTION(
            broken((context, thrown) -> TransportException.io(context, WriteOutcome.UNKNOWN, "broken", null)),
            "whatIsNotHttp"),
    PROMISES_THAT_A_LOST_ANSWER_CHANGED_NOTHING(
            broken((context, thrown) -> TransportException.io(context, WriteOutcome.NOT_APPLIED, "broken", null)),
            "brokenBeforeTheAnswer",
            "whatIsNotHttp"),
    FORGETS_THAT_A_SUCCESS_HAD_BEGUN(
            answer(answer -> {
                if (answer.end() == BodyEnd.CUT) {
                    throw new IOException("cut");
                }
                return answer;
            }),
            "brokenInsideTheAnswer"),
    TAKES_A_REFUSED_CONNECTION_FOR_A_BROKEN_ONE(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                PartnerCenterException unreachable(RequestContext context, IOException thrown) {
                    return TransportException.io(context, WriteOutcome.UNKNOWN, "broken", thrown);
                }
            },
            "nobodyListens"),
    LEAKS_THE_LIBRARYS_EXCEPTION(broken((context, thrown) -> thrown), "brokenBeforeTheAnswer", "whatIsNotHttp"),
    WRAPS_FAILURES(
            failure((context, failure) -> new CompletionException(failure)),
            "missingRoleIsForbidden",
            "brokenBeforeTheAnswer"),

    // --- connections and threads ---

    CONNECTS_FOR_EACH_CALL(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                void release(ReferenceConnection connection, Line line, ReferenceAnswer answer) {
                    connection.close();
                }
            },
            "callsShareAConnectionAndNothingElse"),
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
            "openingConnectsToNothing"),
    LOSES_A_CONNECTION_WITH_EACH_FAILURE(
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
            "failuresLeaveNothingBehind"),
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
            "endlessAnswerIsCutOff",
            "bodiesAreBounded"),
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
            "cancelEndsTheCall",
            "orTimeoutEndsTheCall"),
    TAKES_WHAT_CAME_BEFORE_THE_REQUEST(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                ReferenceConnection kept() {
                    return idle.pollFirst();
                }
            },
            "bytesBeforeTheRequest",
            "endedWhileIdle",
            "resetWhileIdle"),
    TAKES_AN_ANSWER_WITHOUT_ITS_USUAL_IDS(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                boolean isTrusted(ReferenceAnswer answer, boolean earlierOnesHadIds) {
                    return true;
                }
            },
            "anonymousSuccess"),
    KEEPS_A_CONNECTION_IN_DOUBT(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                void release(ReferenceConnection connection, Line line, ReferenceAnswer answer) {
                    boolean keep = answer.end() == BodyEnd.WHOLE;
                    super.release(connection, line, answer.reusable(keep));
                }
            },
            "endsInDoubt"),
    TAKES_AN_UPGRADE_FOR_INTERIM(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                boolean isInterim(int status) {
                    return status < 200;
                }
            },
            "unaskedUpgrade"),
    GIVES_UP_WHEN_BUSY(
            cloud -> new ReferenceGateway(
                    cloud, new ThreadPoolExecutor(0, 4, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), daemons())),
            "moreCallsThanConnections"),
    BLOCKS_THE_CALLER(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                void execute(RequestContext context, Runnable exchange) {
                    exchange.run();
                }
            },
            "cancelWhileConnecting"),
    MAKES_NO_DAEMONS(cloud -> new ReferenceGateway(cloud, Executors.newCachedThreadPool()), "threadsAreDaemons"),
    STARTS_NO_DAEMON_WHEN_OPENED(
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
            "threadsAreDaemons"),

    // --- TLS ---

    TRUSTS_WHOM_THE_PLATFORM_TRUSTS(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                void connect(ReferenceConnection connection, SSLContext trusted) throws IOException {
                    super.connect(connection, platformTrust());
                }
            },
            "worksOverTls"),
    TRUSTS_ANYBODY(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                void connect(ReferenceConnection connection, SSLContext trusted) throws IOException {
                    super.connect(connection, trustInAnybody());
                }
            },
            "strangersAreNotTrusted",
            "hostNameIsChecked"),
    CHECKS_NO_HOST_NAME(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                void connect(ReferenceConnection connection, SSLContext trusted) throws IOException {
                    connection.connect(cloud.apiBase(), trusted, false);
                }
            },
            "hostNameIsChecked"),
    TAKES_A_BAD_CERTIFICATE_FOR_A_BAD_NETWORK(
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
            "strangersAreNotTrusted",
            "hostNameIsChecked"),

    // --- ending early ---

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
            "cancelEndsTheCall",
            "cancelWhileConnecting",
            "cancelWhileWaiting"),
    HANDS_OUT_A_DEPENDENT_STAGE(
            called(source -> source.thenApply(Function.identity())),
            "missingRoleIsForbidden",
            "cancelWhileWaiting",
            "endInTheBody"),
    READS_ON_AFTER_AN_EARLY_END(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                protected void abort(Line line, CompletableFuture<?> call) {}
            },
            "cancelWhileWaiting",
            "endInTheBody",
            "drippingAnswer"),
    HOLDS_ITS_CALLER(
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
            "blockedWhileConnecting",
            "blockedInTheHandshake",
            "blockedBeforeTheHead",
            "blockedInTheBody"),
    NOTICES_CANCEL_ONLY(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                protected void abort(Line line, CompletableFuture<?> call) {
                    if (call.isCancelled()) {
                        super.abort(line, call);
                    }
                }
            },
            "endInTheBody"),
    LEAVES_CALLS_OPEN_ON_CLOSE(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                public void close() {
                    closeThreads();
                    closeIdle();
                }
            },
            "closeEndsCallsInFlight",
            "stormLeavesNoFutureIncomplete"),
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
            "closeEndsCallsInFlight"),
    WORKS_AFTER_CLOSE(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                public void close() {
                    closeIdle();
                }
            },
            "useAfterCloseIsClosed",
            "closeEndsTheThreads"),
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
            "useAfterCloseIsClosed"),
    KEEPS_WHAT_IT_WAS_ASKED(
            cloud -> new ReferenceGateway(cloud) {
                private final Queue<RequestContext> asked = new ConcurrentLinkedQueue<>();

                @Override
                Request request(RequestContext context, @Nullable SupportProfile sent) {
                    asked.add(context);
                    return super.request(context, sent);
                }
            },
            "nothingOutlivesAnExchange"),
    NAMES_NOBODY_WHO_IS_DOWN(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                PartnerCenterException unreachable(RequestContext context, IOException thrown) {
                    return TransportException.connect(context, "Connecting failed.", null);
                }
            },
            "failuresNameTheService"),
    NAMES_NOBODY_WHO_BREAKS(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                Throwable broken(RequestContext context, Exception thrown) {
                    return TransportException.io(context, WriteOutcome.UNKNOWN, "The connection broke.", null);
                }
            },
            "failuresNameTheService"),
    KEEPS_ITS_THREADS(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                void closeThreads() {}
            },
            "closeEndsTheThreads"),
    KEEPS_IDLE_CONNECTIONS(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                void closeIdle() {}
            },
            "closeClosesIdleConnections"),
    NAMES_ANOTHER_CLOUD(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                public Cloud cloud() {
                    return Cloud.GLOBAL;
                }
            },
            "namesItsCloudOrNone"),
    HAS_A_RETRY_BUDGET_FOR_EACH_CLIENT(
            cloud -> new ReferenceGateway(cloud) {
                @Override
                public RetryBudget retryBudget() {
                    return new RetryBudget();
                }
            },
            "hasOneRetryBudgetForAll");

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

    /** Returns the names of the sentences that turn red under this bug; there may be more. */
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

    /** A gateway that takes the answers that do not pass for no answers to its requests. */
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

    /** Lets what the last answer said change the next request. */
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

    // --- small things ---

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

    /** The extended kind, since the JDK checks host names for the plain one. */
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
