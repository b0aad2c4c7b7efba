package io.github.partnercenter4j.wire;

import io.github.partnercenter4j.error.MalformedResponseException;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.TransportException;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.support.TransportFailures;
import java.io.IOException;
import java.util.regex.Pattern;

/** Reads the body of a success strictly: the result is a support profile. */
final class SuccessBody {

    private static final Pattern PROFILE_MEMBER = Pattern.compile(
            "\"(email|telephone|website|profileType|attributes|links)\"\\s*:", Pattern.CASE_INSENSITIVE);

    private final RequestContext context;
    private final int status;
    private final AnswerHeaders headers;
    private final MediaType type;
    private final WireBody body;

    SuccessBody(RequestContext context, int status, AnswerHeaders headers, WireBody body) {
        this.context = context;
        this.status = status;
        this.headers = headers;
        this.type = headers.contentType();
        this.body = body;
    }

    /** Returns whether responses with this status never have a body. */
    static boolean isBodiless(int status) {
        return status == 204 || status == 205;
    }

    /** Throws if the body is broken or has another length than announced. */
    void requireUnbroken() {
        if (isBodiless(status)) {
            return;
        }
        IOException broken = body.failure();
        if (broken != null) {
            // After the head of a success, every failure of the library is a broken connection.
            throw TransportFailures.broken(context, outcome(), broken);
        }
        if (!body.isCut() && !headers.mayBeOfLength(body.content().length)) {
            throw TransportException.io(
                    context, outcome(), "The response body has another length than its headers say.", null);
        }
    }

    /** Returns the outcome of a write if this success response fails. */
    WriteOutcome outcome() {
        return provesWrite(context, status, headers) ? WriteOutcome.APPLIED : WriteOutcome.UNKNOWN;
    }

    /**
     * Returns whether the head of a success proves that a write was applied: it must have a JSON type and an id of the
     * request. The page or JSON of a proxy proves nothing.
     */
    static boolean provesWrite(RequestContext context, int status, AnswerHeaders headers) {
        return isBodiless(status) || (headers.contentType().isJson() && ResponseMapper.echoes(context, headers));
    }

    boolean isEmpty() {
        return isBodiless(status) || BodyText.isEmpty(body.content());
    }

    /** Returns the profile, or throws the failure for another body. */
    SupportProfile profile() {
        if (isIntercepted()) {
            throw MalformedResponseException.intercepted(
                    context,
                    "The response is a web page instead of a profile: a proxy or captive portal may have answered instead"
                            + " of Partner Center. Check the network and the cloud's address.",
                    start());
        }
        try {
            requireReadable();
            return read(BodyText.strict(body.content()));
        } catch (UnreadableJson e) {
            boolean foreign = e.isForeign() || !ResponseMapper.echoes(context, headers);
            throw foreign ? foreign(e.problem()) : malformed(e.problem());
        }
    }

    private SupportProfile read(String text) {
        try {
            return ProfileReader.readSupportProfile(text);
        } catch (UnreadableJson e) {
            throw mayBeLeftOfProfile(text) ? e : UnreadableJson.foreign(e.problem());
        }
    }

    /** Returns whether a text can be a damaged profile: an object with a member of a profile. */
    private static boolean mayBeLeftOfProfile(String text) {
        return text.stripLeading().startsWith("{")
                && PROFILE_MEMBER.matcher(text).find();
    }

    PartnerCenterException malformed(String problem) {
        return MalformedResponseException.of(context, "The response body " + problem + ".", start());
    }

    private PartnerCenterException foreign(String problem) {
        return MalformedResponseException.foreign(
                context,
                "The response body " + problem
                        + ": another server may have answered instead of Partner Center. Check the cloud's"
                        + " address and any proxy.",
                start());
    }

    private void requireReadable() {
        if (body.isCut()) {
            throw new UnreadableJson("is larger than the limit of 1 MiB");
        }
        if (headers.isCoded()) {
            throw new UnreadableJson("has a content coding, although none was requested");
        }
        if (!type.isJson()) {
            throw UnreadableJson.foreign("has a content type that is not JSON");
        }
        if (type.foreignCharset()) {
            throw new UnreadableJson("has a charset other than UTF-8");
        }
    }

    private boolean isIntercepted() {
        return type.isHtml() || (!type.isJson() && BodyText.beginsLikeMarkup(body.content()));
    }

    private String start() {
        return BodyText.start(body.content());
    }
}
