package io.github.partnercenter4j.examples.simulation;

import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.ResourcePath;
import io.github.partnercenter4j.port.support.RetryAfter;
import io.github.partnercenter4j.testkit.DocumentedError;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Creates the error responses of the service, or of a server in front of it. */
final class Refusals {

    private static final String FOREIGN = "00000000-0000-4000-8000-000000000000";
    private static final int[] STATUSES = {
        503, 429, 500, 502, 504, 408, 503, 429, 405, 409, 412, 415, 301, 302, 303, 307, 308
    };
    private static final DocumentedError[] DOCUMENTED = DocumentedError.values();

    private final Plan plan;
    private final SimulatedService service;
    private final Scheduler time;
    private final Random luck;

    Refusals(Plan plan, SimulatedService service, Scheduler time, Random luck) {
        this.plan = plan;
        this.service = service;
        this.time = time;
        this.luck = luck;
    }

    /** Returns the error response, or null if the service accepts the request. */
    @Nullable
    PartnerCenterException of(SentRequest sent, RequestContext context, RequestFate fate) {
        if (service.isRevoked(sent.tenant, sent.token)) {
            return refused(sent, context, 401, null);
        }
        if (fate == RequestFate.REFUSED) {
            if (luck.nextBoolean()) {
                return refused(sent, context, STATUSES[luck.nextInt(STATUSES.length)], null);
            }
            DocumentedError error = DOCUMENTED[luck.nextInt(DOCUMENTED.length)];
            String code = error.code().isPresent() ? String.valueOf(error.code().getAsInt()) : null;
            return refused(sent, context, error.status(), code);
        }
        return sent.isWrite() && !isThere(context.path())
                ? refused(sent, context, luck.nextInt(3) == 0 ? 405 : 404, null)
                : null;
    }

    private boolean isThere(ResourcePath path) {
        return switch (plan.service().routes()) {
            case BOTH -> true;
            case DOCUMENTED -> path == ResourcePath.SUPPORT_PROFILE;
            case SDK -> path == ResourcePath.SUPPORT;
        };
    }

    /** Returns the error response to a write whose condition does not hold. The service has three of them. */
    PartnerCenterException stale(SentRequest sent, RequestContext context) {
        return switch (luck.nextInt(3)) {
            case 0 -> refused(sent, context, 412, null);
            case 1 -> refused(sent, context, 400, "2055");
            default -> refused(sent, context, 417, "800036");
        };
    }

    private PartnerCenterException refused(
            SentRequest sent, RequestContext context, int status, @Nullable String code) {
        // Some error responses come after the write was applied.
        if (sent.isWrite() && (status >= 500 || status == 408 || status == 303) && luck.nextInt(3) == 0) {
            service.write(sent);
        }
        if (status == 401) {
            service.revoke(sent.tenant, sent.token);
        }
        sent.status = status;
        int ids = luck.nextInt(6);
        sent.echoed = ids < 3 ? Boolean.TRUE : ids == 3 ? Boolean.FALSE : null;
        return ServiceException.builder(context, status).code(code).build();
    }

    /**
     * Returns the error response as the client gets it. The meaning of a Retry-After depends on the time of arrival.
     */
    PartnerCenterException delivered(PartnerCenterException refusal, SentRequest sent, RequestContext context) {
        ServiceException.Builder answer = ServiceException.builder(context, sent.status);
        Throwable told = refusal instanceof ServiceException ? refusal : refusal.getCause();
        if (told instanceof ServiceException service) {
            answer.code(service.code().orElse(null));
        }
        boolean overload = sent.status == 429 || sent.status == 503;
        if (luck.nextInt(overload ? 2 : 8) == 0) {
            Hint hint = Hint.of(luck, time.now());
            sent.hint = hint;
            RetryAfter read = RetryAfter.read(hint.lines(), hint.date(), time.now());
            answer.retryAfter(read.delay(), read.text());
        }
        if (sent.echoed != null) {
            answer.answeredIds(sent.echoed ? sent.id : FOREIGN, null);
        }
        return answer.build();
    }
}
