package io.github.partnercenter4j.examples.simulation;

import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.ResourcePath;
import io.github.partnercenter4j.port.support.RetryAfter;
import io.github.partnercenter4j.testkit.DocumentedError;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** How the service says no, or something before it. */
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

    /** Returns what the service says instead of yes, or null. */
    @Nullable
    PartnerCenterException of(Sent sent, RequestContext context, Fate fate) {
        if (service.isRevoked(sent.tenant, sent.token)) {
            return refused(sent, context, 401, null);
        }
        if (fate == Fate.REFUSED) {
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

    /** The condition of a write does not hold, which the service says in one of three ways. */
    PartnerCenterException stale(Sent sent, RequestContext context) {
        return switch (luck.nextInt(3)) {
            case 0 -> refused(sent, context, 412, null);
            case 1 -> refused(sent, context, 400, "2055");
            default -> refused(sent, context, 417, "800036");
        };
    }

    private PartnerCenterException refused(Sent sent, RequestContext context, int status, @Nullable String code) {
        // Some come after the fact.
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

    /** The answer as the client gets it: what its Retry-After means depends on when. */
    PartnerCenterException delivered(PartnerCenterException refusal, Sent sent, RequestContext context) {
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
