package io.github.partnercenter4j.testkit.service;

import io.github.partnercenter4j.testkit.behaviour.Behaviour;
import io.github.partnercenter4j.testkit.http.Header;
import io.github.partnercenter4j.testkit.http.Headers;
import io.github.partnercenter4j.testkit.http.HttpAnswer;
import io.github.partnercenter4j.testkit.http.HttpDate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Adds the common headers of the service to a response: charset, ids, correlation vector, server, date. Thread-safe.
 */
final class Envelope {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Seed seed;
    private final InstantSource clock;
    private final Set<Behaviour> behaviours;
    private final String appId;
    private final String serverId;
    private SplittableRandom random;

    Envelope(Seed seed, InstantSource clock, Set<Behaviour> behaviours) {
        this.seed = seed;
        this.clock = clock;
        this.behaviours = behaviours;
        this.random = seed.stream("answers");
        this.appId = Seed.guid(seed.stream("app"));
        this.serverId =
                HexFormat.of().withUpperCase().toHexDigits(seed.stream("server").nextInt());
    }

    /** Returns the server id of the service. */
    String appId() {
        return appId;
    }

    /** Makes the response to a request. The transport adds the length. */
    HttpAnswer seal(ServiceRequest request, @Nullable TokenIdentity identity, Verdict verdict) {
        List<Header> headers = new ArrayList<>(12);
        boolean bare = verdict.status() == 403 && behaviours.contains(Behaviour.FORBIDDEN_WITHOUT_BODY);
        String contentType = verdict.contentType();
        if (contentType != null && !bare) {
            headers.add(new Header("Content-Type", declared(contentType)));
        }
        addService(headers, request);
        if (judgesMfa(request, identity, verdict)) {
            headers.add(new Header("isMfaCompliant", Boolean.toString(identity != null && identity.hasMfa())));
        }
        headers.addAll(verdict.extraHeaders().list());
        headers.add(new Header("Date", HttpDate.of(clock.instant())));
        return HttpAnswer.of(verdict.status()).headers(new Headers(headers)).body(bare ? "" : marked(verdict));
    }

    /** Adds the common headers to a response in the name of the service. */
    HttpAnswer seal(ServiceRequest request, HttpAnswer answer) {
        List<Header> headers = new ArrayList<>(answer.headers().list());
        addService(headers, request);
        headers.add(new Header("Date", HttpDate.of(clock.instant())));
        return answer.headers(new Headers(headers));
    }

    private String declared(String contentType) {
        boolean json = contentType.equals(Verdict.JSON);
        return json && behaviours.contains(Behaviour.CHARSET) ? contentType + "; charset=utf-8" : contentType;
    }

    /** Success bodies begin with a byte order mark; error bodies do not. */
    private String marked(Verdict verdict) {
        boolean mark = verdict.status() == 200 && behaviours.contains(Behaviour.BYTE_ORDER_MARK);
        return mark ? BYTE_ORDER_MARK + verdict.body() : verdict.body();
    }

    /** The refusal of a user without multi-factor authentication has the result of the check. */
    private static boolean judgesMfa(ServiceRequest request, @Nullable TokenIdentity identity, Verdict verdict) {
        return identity != null
                && identity.isUser()
                && verdict.status() != 401
                && "true".equalsIgnoreCase(request.headers().first("ValidateMfa"));
    }

    /** Starts again with the first id. */
    synchronized void reset() {
        random = seed.stream("answers");
    }

    private void addService(List<Header> headers, ServiceRequest request) {
        addIds(headers, request);
        headers.add(new Header("MS-ServerId", serverId));
        headers.add(new Header("Request-Context", "appId=cid-v1:" + appId));
    }

    private synchronized void addIds(List<Header> headers, ServiceRequest request) {
        headers.add(new Header("MS-CorrelationId", echoed(request, "MS-CorrelationId")));
        headers.add(new Header("MS-RequestId", echoed(request, "MS-RequestId")));
        headers.add(new Header("MS-CV", Seed.base64(random, 12, Base64.getEncoder()) + ".0"));
    }

    /** Returns the id in the client's spelling, or a new one if the client sent no GUID. */
    private String echoed(ServiceRequest request, String name) {
        String sent = request.headers().guid(name);
        return sent == null ? Seed.guid(random) : sent;
    }
}
