package io.github.partnercenter4j.simulation;

import io.github.partnercenter4j.model.SupportProfile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What happened, as those saw it who cannot be mistaken: the service, the way there, and the callers. Not thread-safe. */
final class Journal {

    /** A request on its way: its bytes have left the client. */
    static final class Sent {
        final long at;
        final String call;
        final String id;
        final String method;
        final String path;
        final String tenant;
        final String token;
        final SupportProfile body;
        final long askedAt;
        long answeredAt = -1;
        int status;
        boolean echoed;
        long hintMillis = -1;
        boolean committed;

        Sent(
                long at,
                long askedAt,
                String call,
                String id,
                String method,
                String path,
                String tenant,
                String token,
                SupportProfile body) {
            this.at = at;
            this.askedAt = askedAt;
            this.call = call;
            this.id = id;
            this.method = method;
            this.path = path;
            this.tenant = tenant;
            this.token = token;
            this.body = body;
        }

        boolean isWrite() {
            return method.equals("PUT");
        }

        /** It may have been written, as far as the client can know. */
        boolean isUnsure() {
            return answeredAt < 0 || status == 408 || status == 500 || status == 502 || status == 504;
        }

        /** The answer proves that nothing was written. */
        boolean isRefused() {
            return answeredAt >= 0 && status >= 400 && status < 500 && status != 408;
        }
    }

    final List<Sent> sent = new ArrayList<>();

    /** Promises that were seen broken on the way. */
    final List<String> faults = new ArrayList<>();

    /** Calls of which a gateway of somebody's made a mess: of their writes nothing is known. */
    final Set<String> foreign = new HashSet<>();

    final List<String> story = new ArrayList<>();
    private final Scheduler time;

    Journal(Scheduler time) {
        this.time = time;
    }

    void tell(String line) {
        story.add(String.format(java.util.Locale.ROOT, "%8.3f s  %s", time.millis() / 1000.0, line));
    }

    List<Sent> of(String call) {
        return sent.stream().filter(each -> each.call.equals(call)).toList();
    }
}
