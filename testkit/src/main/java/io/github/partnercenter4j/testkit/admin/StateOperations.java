package io.github.partnercenter4j.testkit.admin;

import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.FakeTenant;
import io.github.partnercenter4j.testkit.Snapshot;
import io.github.partnercenter4j.testkit.VirtualClock;
import io.github.partnercenter4j.testkit.admin.Route.Body;
import io.github.partnercenter4j.testkit.json.Json;
import io.github.partnercenter4j.testkit.service.ProfileJson;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is stored, for whom, and what time it is. */
final class StateOperations {

    /** What the state tells beside the tenants; it may be given back with them, and is not looked at then. */
    static final List<String> READ_ONLY =
            List.of("seed", "tenant", "now", "writesApplied", "connections", "faultsLeft");

    private final FakePartnerCenter fake;
    private final SeedData data;
    private static final int MOST_SNAPSHOTS = 100;
    private static final Duration LONGEST_STEP = Duration.ofDays(36_500);
    private static final Instant FIRST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("2999-12-31T23:59:59Z");

    // Both guarded by snapshots.
    private final Map<String, Snapshot> snapshots = new LinkedHashMap<>();
    private int taken;

    StateOperations(FakePartnerCenter fake, AdminSettings settings) {
        this.fake = fake;
        this.data = settings.data();
    }

    List<Route> routes() {
        return List.of(
                Route.json("GET", "/state", request -> state()),
                Route.doing(
                                "PUT",
                                "/state",
                                request -> SeedData.of(request.fields()).applyTo(fake))
                        .with(Body.REQUIRED),
                Route.doing("POST", "/reset", request -> reset()),
                Route.creating("/snapshots", request -> snapshot()),
                Route.doing("POST", "/snapshots/{id}/restore", request -> fake.restore(snapshot(request))),
                Route.json("GET", "/tenants/{tenant}", request -> view(tenant(request))),
                Route.doing("DELETE", "/tenants/{tenant}", request -> reset(tenant(request))),
                Route.json(
                        "GET",
                        "/tenants/{tenant}/profile",
                        request -> ProfileJson.answer(tenant(request).profile())),
                Route.doing("PUT", "/tenants/{tenant}/profile", this::setProfile)
                        .with(Body.REQUIRED),
                Route.json("GET", "/clock", request -> clock()),
                Route.json("POST", "/clock", request -> move(request.fields())).with(Body.REQUIRED));
    }

    private void setProfile(AdminRequest request) {
        tenant(request).setProfile(SeedData.profile(request.json()));
    }

    /** Returns the tenant that is meant: the default one if none is. */
    static String tenant(FakePartnerCenter fake, @Nullable String tenant) {
        return tenant == null || tenant.equals("default") ? fake.tenant() : tenant;
    }

    private FakeTenant tenant(AdminRequest request) {
        return fake.tenant(tenant(fake, request.variable("tenant")));
    }

    private Json state() {
        Json.Members tenants = Json.members();
        for (String tenant : fake.tenants()) {
            tenants.add(tenant, view(fake.tenant(tenant)));
        }
        return Json.members()
                // As text: JavaScript would round the number.
                .add("seed", Long.toString(fake.seed()))
                .add("tenant", fake.tenant())
                .add("now", fake.clock().instant().toString())
                .add("writesApplied", fake.writesApplied())
                .add("connections", fake.connections())
                .add("faultsLeft", fake.faultsLeft())
                .add("tenants", tenants.object())
                .object();
    }

    private static Json view(FakeTenant tenant) {
        return Json.members()
                .add("profile", ProfileJson.answer(tenant.profile()))
                .add("writesApplied", tenant.writesApplied())
                .object();
    }

    private void reset() {
        fake.reset();
        data.applyTo(fake);
    }

    private void reset(FakeTenant tenant) {
        tenant.reset();
        data.applyTo(fake, tenant.id());
    }

    private Json snapshot() {
        String id;
        synchronized (snapshots) {
            id = Integer.toString(++taken);
            snapshots.put(id, fake.snapshot());
            // Of many the oldest goes.
            snapshots.remove(Integer.toString(taken - MOST_SNAPSHOTS));
        }
        return Json.members().add("id", id).object();
    }

    private Snapshot snapshot(AdminRequest request) {
        String id = request.variable("id");
        Snapshot snapshot;
        synchronized (snapshots) {
            snapshot = snapshots.get(id);
        }
        if (snapshot == null) {
            throw new RefusedException(
                    404, "There is no snapshot " + id + "; the latest " + MOST_SNAPSHOTS + " are kept.");
        }
        return snapshot;
    }

    private Json clock() {
        return Json.members().add("now", fake.clock().instant().toString()).object();
    }

    private Json move(Fields asked) {
        Duration advance = asked.duration("advance");
        Instant set = asked.instant("set");
        asked.requireNoOthers();
        if ((advance == null) == (set == null)) {
            throw new IllegalArgumentException("Say either advance, a duration, or set, a moment.");
        }
        if (advance != null && (advance.isNegative() || advance.compareTo(LONGEST_STEP) > 0)) {
            throw new IllegalArgumentException("Time advances forwards, by a hundred years at most, not by " + advance
                    + "; set can turn it back.");
        }
        InstantSource clock = fake.clock();
        Instant then =
                advance == null ? Objects.requireNonNull(set) : clock.instant().plus(advance);
        if (then.isBefore(FIRST) || then.isAfter(LAST)) {
            throw new IllegalArgumentException(
                    "The fake's time is from " + FIRST + " to " + LAST + ", not " + then + ".");
        }
        if (clock instanceof MovableClock movable && advance != null) {
            movable.advance(advance);
        } else if (clock instanceof MovableClock movable && set != null) {
            movable.set(set);
        } else if (clock instanceof VirtualClock virtual && advance != null) {
            virtual.advance(advance);
        } else if (clock instanceof VirtualClock virtual && set != null) {
            virtual.setWallClock(set);
        } else {
            throw new IllegalStateException("This fake was given a clock that only its own program can move.");
        }
        return clock();
    }
}
