package io.github.partnercenter4j.wire;

import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.support.RetryAfter;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Creates the failure for an error response. The status decides the category. Body and headers, which may come from an
 * API gateway or a proxy, only add details.
 */
final class Refusal {

    private static final int DESCRIPTION_LIMIT = 1024;
    private static final int ORIGIN_LIMIT = 256;

    private Refusal() {}

    static PartnerCenterException of(
            RequestContext context, int status, AnswerHeaders headers, WireBody body, Instant now) {
        String text = BodyText.lossy(body.content());
        Fault fault = Fault.read(text);
        RetryAfter retryAfter = RetryAfter.read(headers.all("Retry-After"), headers.single("Date"), now);
        String description = fault.description();
        return ServiceException.builder(context, status)
                .code(fault.code())
                .description(description == null ? plainText(headers, text) : description)
                .data(fault.data())
                .retryAfter(retryAfter.delay(), retryAfter.text())
                .answeredIds(headers.requestId(), headers.correlationId())
                .msCv(headers.msCv())
                .mfaCompliant(headers.mfaCompliant())
                .redirectOrigin(origin(headers.single("Location")))
                .rawBody(text)
                .build();
    }

    /**
     * Returns a plain-text body as the description; some gateways in front of the service answer with a sentence.
     * Returns null for HTML, XML, JSON and binary data.
     */
    private static @Nullable String plainText(AnswerHeaders headers, String text) {
        String sentence = start(text.strip());
        boolean plain = !sentence.isEmpty()
                && "<{[".indexOf(sentence.charAt(0)) < 0
                && !headers.contentType().isHtml()
                && !headers.isCoded()
                && sentence.chars().noneMatch(Refusal::isNoText);
        return plain ? sentence : null;
    }

    /** Returns at most 1,024 characters, without half a surrogate pair at the end. */
    private static String start(String text) {
        if (text.length() <= DESCRIPTION_LIMIT) {
            return text;
        }
        int end = DESCRIPTION_LIMIT;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
    }

    private static boolean isNoText(int c) {
        return c == 0xfffd || (c < ' ' && c != '\t' && c != '\r' && c != '\n');
    }

    /**
     * Returns scheme, host and port of a redirect, or null for a relative one. The rest may contain tokens or personal
     * data.
     */
    private static @Nullable String origin(@Nullable String location) {
        if (location == null) {
            return null;
        }
        try {
            URI uri = new URI(location);
            if (uri.getScheme() == null || uri.getHost() == null) {
                return null;
            }
            String origin = uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
            return origin.length() > ORIGIN_LIMIT ? null : origin;
        } catch (URISyntaxException unreadable) {
            return null;
        }
    }
}
