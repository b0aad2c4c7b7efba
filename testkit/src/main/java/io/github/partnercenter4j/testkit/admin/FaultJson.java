package io.github.partnercenter4j.testkit.admin;

import io.github.partnercenter4j.testkit.DocumentedError;
import io.github.partnercenter4j.testkit.Fault;
import io.github.partnercenter4j.testkit.Fault.Point;
import io.github.partnercenter4j.testkit.Request;
import io.github.partnercenter4j.testkit.TlsFault;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads faults, and the conditions for requests. Pure functions. */
final class FaultJson {

    private FaultJson() {}

    private enum Kind {
        NONE,
        ERROR,
        ANSWER,
        OVERLAY,
        RAW,
        DROP,
        RESET,
        STALL,
        TRUNCATE,
        DRIP,
        ENDLESS_BODY,
        TLS
    }

    /**
     * The faults of a request to this API.
     *
     * @param faults at least one
     * @param ofConnections whether one of them is a fault of a connection
     */
    record Faults(List<Fault> faults, boolean ofConnections) {

        Fault[] toArray() {
            return faults.toArray(new Fault[0]);
        }
    }

    /** Reads the faults of {@code play}, at least one. */
    static Faults play(Fields asked) {
        List<Fault> faults = new ArrayList<>();
        boolean ofConnections = false;
        for (Fields each : asked.objects("play")) {
            Kind kind = each.requiredChoice("fault", Kind.values());
            Fault fault = fault(each, kind);
            ofConnections |= kind == Kind.TLS || isAtAccept(each, kind);
            each.requireNoOthers();
            faults.add(fault);
        }
        if (faults.isEmpty()) {
            throw new IllegalArgumentException(
                    "play is missing. Set it to one fault or a list of faults, such as {\"fault\":\"answer\",\"status\":503}.");
        }
        return new Faults(faults, ofConnections);
    }

    private static boolean isAtAccept(Fields asked, Kind kind) {
        boolean cuts = kind == Kind.DROP || kind == Kind.RESET || kind == Kind.STALL;
        return cuts && asked.choice("at", Point.values()) == Point.ACCEPT;
    }

    private static Fault fault(Fields asked, Kind kind) {
        return switch (kind) {
            case NONE -> Fault.none();
            case ERROR ->
                at(
                        asked,
                        asked.requiredChoice("error", DocumentedError.values()).fault());
            case ANSWER -> at(asked, answer(asked));
            case OVERLAY -> overlay(asked);
            case RAW -> at(asked, Fault.raw(bytes(asked, "body")));
            case DROP -> Fault.drop(asked.requiredChoice("at", Point.values()));
            case RESET -> Fault.reset(asked.requiredChoice("at", Point.values()));
            case STALL -> Fault.stall(asked.requiredChoice("at", Point.values()));
            case TRUNCATE -> Fault.truncate(asked.requiredInteger("bodyBytes"));
            case DRIP -> Fault.drip(asked.requiredInteger("bytes"), asked.requiredDuration("interval"));
            case ENDLESS_BODY -> at(asked, Fault.endlessBody());
            case TLS -> Fault.tls(asked.requiredChoice("tls", TlsFault.values()));
        };
    }

    private static Fault at(Fields asked, Fault fault) {
        Point point = asked.choice("at", Point.values());
        return point == null ? fault : fault.at(point);
    }

    private static Fault answer(Fields asked) {
        Fault fault = body(asked, headers(asked, Fault.answer(asked.requiredInteger("status"))));
        String reason = asked.text("reason");
        if (reason != null) {
            fault = fault.reason(reason);
        }
        return asked.flag("withIds", false) ? fault.withIds() : fault;
    }

    private static Fault overlay(Fields asked) {
        Fault fault = body(asked, headers(asked, Fault.overlay()));
        for (String name : asked.texts("withoutHeaders")) {
            fault = fault.withoutHeader(name);
        }
        return fault;
    }

    private static Fault headers(Fields asked, Fault fault) {
        Fields headers = asked.map("headers");
        Fault with = fault;
        for (String name : headers.names()) {
            for (String value : headers.texts(name)) {
                with = with.header(name, value);
            }
        }
        return with;
    }

    private static Fault body(Fields asked, Fault fault) {
        return asked.has("body") || asked.has("bodyBase64") ? fault.body(bytes(asked, "body")) : fault;
    }

    /** Returns the bytes of a text member, or of the same member in Base64. */
    private static byte[] bytes(Fields asked, String name) {
        String encoded = asked.text(name + "Base64");
        if (encoded == null) {
            return asked.requiredText(name).getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Base64.getDecoder().decode(encoded);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(name + "Base64 is not valid Base64: " + wrong.getMessage());
        }
    }

    /** Reads a condition for requests; null means all requests. */
    static Request request(@Nullable Fields asked, String defaultTenant) {
        if (asked == null) {
            return Request.any();
        }
        String method = asked.text("method");
        Request request = method == null ? Request.any() : Request.method(method.toUpperCase(Locale.ROOT));
        String path = asked.text("path");
        if (path != null) {
            request = request.path(path);
        }
        String tenant = asked.text("tenant");
        if (tenant != null) {
            request = request.tenant(tenant.equals("default") ? defaultTenant : tenant);
        }
        Fields headers = asked.map("headers");
        for (String name : headers.names()) {
            for (String value : headers.texts(name)) {
                request = request.header(name, value);
            }
        }
        for (String part : asked.texts("bodyContains")) {
            request = request.body(text -> text.contains(part));
        }
        asked.requireNoOthers();
        return request;
    }
}
