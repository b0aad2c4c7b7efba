package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.testkit.http.Header;
import io.github.partnercenter4j.testkit.http.Headers;
import io.github.partnercenter4j.testkit.http.HttpAnswer;
import io.github.partnercenter4j.testkit.http.HttpDate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Puts a verdict into what every answer of the service has: ids, correlation vector, server, date. Thread-safe. */
final class Envelope {

    private final Seed seed;
    private final InstantSource clock;
    private final String appId;
    private final String serverId;
    private SplittableRandom random;

    Envelope(Seed seed, InstantSource clock) {
        this.seed = seed;
        this.clock = clock;
        this.random = seed.stream("answers");
        this.appId = Seed.guid(seed.stream("app"));
        this.serverId =
                HexFormat.of().withUpperCase().toHexDigits(seed.stream("server").nextInt());
    }

    /** Returns the id by which the service names itself. */
    String appId() {
        return appId;
    }

    /** Seals the answer to a request. Its length is the transport's to say. */
    HttpAnswer seal(ServiceRequest request, @Nullable TokenIdentity identity, Verdict verdict) {
        List<Header> headers = new ArrayList<>(12);
        if (verdict.contentType() != null) {
            headers.add(new Header("Content-Type", verdict.contentType()));
        }
        addIds(headers, request);
        headers.add(new Header("MS-ServerId", serverId));
        headers.add(new Header("Request-Context", "appId=cid-v1:" + appId));
        if (judgesMfa(request, identity, verdict)) {
            headers.add(new Header("isMfaCompliant", "true"));
        }
        headers.addAll(verdict.extraHeaders().list());
        headers.add(new Header("Date", HttpDate.of(clock.instant())));
        return HttpAnswer.of(verdict.status()).headers(new Headers(headers)).body(verdict.body());
    }

    /** A user's token that is not compliant was refused for that, with a word on it, before anything else is looked at. */
    private static boolean judgesMfa(ServiceRequest request, @Nullable TokenIdentity identity, Verdict verdict) {
        return identity != null
                && identity.isUser()
                && verdict.status() != 401
                && "true".equalsIgnoreCase(request.headers().first("ValidateMfa"));
    }

    /** Begins again with the first id. */
    synchronized void reset() {
        random = seed.stream("answers");
    }

    private synchronized void addIds(List<Header> headers, ServiceRequest request) {
        headers.add(new Header("MS-CorrelationId", echoed(request, "MS-CorrelationId")));
        headers.add(new Header("MS-RequestId", echoed(request, "MS-RequestId")));
        headers.add(new Header("MS-CV", Seed.base64(random, 12, Base64.getEncoder()) + ".0"));
    }

    /** The id as the client spelt it; one of ours if it sent none or none that is a GUID. */
    private String echoed(ServiceRequest request, String name) {
        String sent = request.headers().first(name);
        try {
            return sent == null ? Seed.guid(random) : RequestContext.requireGuid(name, sent);
        } catch (IllegalArgumentException noGuid) {
            return Seed.guid(random);
        }
    }
}
