package io.github.partnercenter4j.testkit.memory;

import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.MalformedResponseException;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.TransportException;
import io.github.partnercenter4j.model.ResponseMetadata;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.testkit.http.Headers;
import io.github.partnercenter4j.testkit.http.HttpAnswer;
import io.github.partnercenter4j.testkit.json.Json;
import io.github.partnercenter4j.testkit.json.Json.ArrayValue;
import io.github.partnercenter4j.testkit.json.Json.Member;
import io.github.partnercenter4j.testkit.json.Json.ObjectValue;
import io.github.partnercenter4j.testkit.json.JsonException;
import io.github.partnercenter4j.testkit.json.JsonReader;
import io.github.partnercenter4j.testkit.service.ProfileJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Converts the result of an in-memory exchange to the reply or failure of a gateway with a real transport. Pure
 * functions.
 *
 * @param sent the profile to store, or null for a read
 */
record AnswerReader(RequestContext context, @Nullable SupportProfile sent) {

    private static final Pattern PROFILE_MEMBER = Pattern.compile(
            "\"(email|telephone|website|profileType|attributes|links)\"\\s*:", Pattern.CASE_INSENSITIVE);

    private static final int BODY_START = 256;

    /**
     * Returns the reply.
     *
     * @throws PartnerCenterException for every exchange without a usable response. Must not be called for an exchange
     *     that has not ended
     */
    SupportProfileReply read(Performance performance) {
        HttpAnswer answer = performance.answer();
        return switch (performance.ending()) {
            case UNSAFE -> throw TransportException.tls(context, "The TLS handshake failed.", null);
            case LOST -> throw io(WriteOutcome.UNKNOWN, "The connection broke before an answer came.");
            case GARBAGE -> throw protocol("The answer is not HTTP.");
            case STALLED -> throw new IllegalStateException("An exchange that stalls has no result.");
            case WHOLE, CUT, ENDLESS -> read(Objects.requireNonNull(answer), performance.ending());
        };
    }

    private SupportProfileReply read(HttpAnswer answer, Performance.Ending ending) {
        Headers headers = answer.headers();
        int status = answer.status();
        boolean success = status >= 200 && status <= 299;
        if (!success && ErrorCategory.of(status, null) == ErrorCategory.PROTOCOL) {
            throw protocol("The answer's status " + status + " answers no request of this client.");
        }
        if (!success) {
            throw FaultReader.read(context, answer);
        }
        requireEcho(context.requestId(), requestId(context, headers));
        requireEcho(context.correlationId(), correlationId(context, headers));
        if (ending == Performance.Ending.CUT && !isBodiless(status)) {
            throw io(
                    provesWrite(answer) ? WriteOutcome.APPLIED : WriteOutcome.UNKNOWN,
                    "The connection broke inside the answer.");
        }
        if (ending == Performance.Ending.ENDLESS) {
            throw malformed("is larger than a profile can be", answer);
        }
        return success(answer);
    }

    private SupportProfileReply success(HttpAnswer answer) {
        int status = answer.status();
        if (sent == null && status != 200 && status != 204) {
            throw protocol("The answer's status " + status + " is not that of a whole profile.");
        }
        if (answer.body().length == 0 || isBodiless(status)) {
            return withoutBody(answer);
        }
        SupportProfile profile = profile(answer);
        return SupportProfileReply.of(
                profile, metadata(answer, profile.attributes().etag()).build());
    }

    /** Returns whether responses with this status never have a body. */
    private static boolean isBodiless(int status) {
        return status == 204 || status == 205;
    }

    private SupportProfileReply withoutBody(HttpAnswer answer) {
        if (sent == null) {
            throw malformed("is empty, but a profile was expected", answer);
        }
        return SupportProfileReply.of(
                sent, metadata(answer, null).bodyAbsent(true).build());
    }

    private SupportProfile profile(HttpAnswer answer) {
        String type = String.valueOf(answer.headers().first("Content-Type")).toLowerCase(Locale.ROOT);
        if (type.startsWith("text/html") || type.startsWith("application/xhtml")) {
            throw MalformedResponseException.intercepted(
                    context, "A web page came where the profile was due.", start(answer));
        }
        String coding = answer.headers().first("Content-Encoding");
        if (!type.contains("json")) {
            throw foreign("is not declared as JSON", answer);
        }
        if (coding != null && !coding.equalsIgnoreCase("identity")) {
            throw malformed("has a content coding, though none was asked for", answer);
        }
        if (type.contains("charset=") && !type.matches(".*charset=\"?(utf-?8|us-ascii)\\b.*")) {
            throw malformed("is declared in another charset than UTF-8", answer);
        }
        try {
            if (JsonReader.read(answer.body()) instanceof ObjectValue object) {
                if (hasTwins(object)) {
                    throw mayBeLeftOfProfile(answer)
                            ? malformed("has a member twice in one object", answer)
                            : foreign("has a member twice in one object", answer);
                }
                return supportProfile(object, answer);
            }
            throw foreign("is no JSON object", answer);
        } catch (ProfileJson.WrongTypeException wrong) {
            throw malformed("is no support profile", answer);
        } catch (JsonException unreadable) {
            throw mayBeLeftOfProfile(answer) || isWide(answer)
                    ? malformed("is no JSON", answer)
                    : foreign("is no JSON", answer);
        }
    }

    /**
     * Returns whether an object is a support profile: it must have a member of a profile, and not say that it is
     * another kind of profile.
     */
    private SupportProfile supportProfile(ObjectValue object, HttpAnswer answer) throws ProfileJson.WrongTypeException {
        SupportProfile profile = ProfileJson.read(object);
        if (!ProfileJson.hasProfileMember(object)
                || !isOfThisKind(profile.profileType())
                || !isOfThisKind(profile.attributes().objectType())) {
            throw foreign("is something else than a support profile", answer);
        }
        return profile;
    }

    private static boolean isOfThisKind(@Nullable String kind) {
        return kind == null || kind.isBlank() || kind.replace("_", "").matches("(?i)(partner)?supportprofile");
    }

    /** Returns whether a text can be a damaged profile: it must begin as an object and have a member of a profile. */
    private static boolean mayBeLeftOfProfile(HttpAnswer answer) {
        return start(answer).stripLeading().startsWith("{")
                && PROFILE_MEMBER
                        .matcher(new String(answer.body(), StandardCharsets.UTF_8))
                        .find();
    }

    /** Returns whether the body is UTF-16 or UTF-32, according to its byte order mark. */
    private static boolean isWide(HttpAnswer answer) {
        return answer.body().length > 1 && (answer.body()[0] & 0xfe) == 0xfe && (answer.body()[1] & 0xfe) == 0xfe;
    }

    /** Returns whether there are two members with one name, which a client must refuse. */
    private static boolean hasTwins(Json value) {
        if (value instanceof ArrayValue array) {
            return array.items().stream().anyMatch(AnswerReader::hasTwins);
        }
        return value instanceof ObjectValue object
                && (object.members().stream().map(Member::name).distinct().count()
                                < object.members().size()
                        || object.members().stream().map(Member::value).anyMatch(AnswerReader::hasTwins));
    }

    private ResponseMetadata.Builder metadata(HttpAnswer answer, @Nullable String bodyEtag) {
        Headers headers = answer.headers();
        String etag = headers.first("ETag");
        return ResponseMetadata.builder(answer.status())
                .requestId(requestId(context, headers))
                .correlationId(correlationId(context, headers))
                .msCv(headers.first("MS-CV"))
                .mfaCompliant(verdict(headers.first("isMfaCompliant")))
                .etag(etag == null ? bodyEtag : etag);
    }

    static @Nullable Boolean verdict(@Nullable String text) {
        if ("true".equalsIgnoreCase(text)) {
            return true;
        }
        return "false".equalsIgnoreCase(text) ? false : null;
    }

    /**
     * Returns whether the head of a success proves that a write was applied. A head without the ids of the request may
     * come from a proxy.
     */
    boolean provesWrite(HttpAnswer answer) {
        return isBodiless(answer.status())
                || (String.valueOf(answer.headers().first("Content-Type"))
                                .toLowerCase(Locale.ROOT)
                                .contains("json")
                        && echoes(answer));
    }

    private boolean echoes(HttpAnswer answer) {
        return echoes(context.requestId(), requestId(context, answer.headers()))
                || echoes(context.correlationId(), correlationId(context, answer.headers()));
    }

    static @Nullable String requestId(RequestContext context, Headers headers) {
        return id(headers.all("MS-RequestId"), context.requestId());
    }

    static @Nullable String correlationId(RequestContext context, Headers headers) {
        return id(headers.all("MS-CorrelationId"), context.correlationId());
    }

    /** Returns the sent id in the spelling of the response, or else another id, or null if there is none. */
    private static @Nullable String id(List<String> lines, String sent) {
        String other = null;
        for (String item : String.join(",", lines).split(",", -1)) {
            String id = item.strip();
            if (RequestContext.isSameGuid(sent, id)) {
                return id;
            }
            other = other == null && !id.isEmpty() ? id : other;
        }
        return other;
    }

    private static boolean echoes(String ours, @Nullable String answered) {
        return answered != null && RequestContext.isSameGuid(ours, answered);
    }

    private void requireEcho(String ours, @Nullable String answered) {
        if (answered != null && !echoes(ours, answered)) {
            throw protocol("The answer echoes another id than the one sent: it belongs to another request.");
        }
    }

    private PartnerCenterException io(WriteOutcome outcome, String message) {
        return TransportException.io(context, outcome, message, null);
    }

    private PartnerCenterException protocol(String message) {
        return TransportException.protocol(context, WriteOutcome.UNKNOWN, message, null);
    }

    private PartnerCenterException foreign(String problem, HttpAnswer answer) {
        return MalformedResponseException.foreign(context, "The response body " + problem + ".", start(answer));
    }

    private PartnerCenterException malformed(String problem, HttpAnswer answer) {
        if (!echoes(answer)) {
            return foreign(problem, answer);
        }
        return MalformedResponseException.of(context, "The response body " + problem + ".", start(answer));
    }

    private static String start(HttpAnswer answer) {
        StringBuilder start = new StringBuilder();
        new String(answer.body(), StandardCharsets.UTF_8)
                .codePoints()
                .filter(c -> c >= ' ' && c != 0x7f && c != 0xfeff && c != 0xfffd)
                .limit(BODY_START)
                .forEach(start::appendCodePoint);
        return start.substring(0, Math.min(start.length(), BODY_START));
    }
}
