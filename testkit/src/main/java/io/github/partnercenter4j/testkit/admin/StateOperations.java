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

/** The operations for the stored state, the tenants and the clock. */
final class StateOperations {

    /** The members of the state besides the tenants. They may be sent back, and are then ignored. */
    static final List<String> READ_ONLY =
            List.of("seed", "tenant", "now", "writesApplied", "connections", "faultsLeft");

    private final FakePartnerCenter fake;
    private final SeedData data;
    private static final int MOST_SNAPSHOTS = 100;
    private static final String NOT_OURS = "This fake uses a clock of its own program. Only that program can move it.";
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
                Route.json("POST", "/clock", request -> move(request.fields())).with(Body.REQUIRED),
                Route.doing("DELETE", "/clock", request -> followRealTime()));
    }

    private void setProfile(AdminRequest request) {
        tenant(request).setProfile(SeedData.profile(request.json()));
    }

    /** Returns the id of a tenant; null and {@code default} mean the default tenant. */
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
                // As text, because JavaScript would round the number.
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
            // Removes the oldest one beyond the limit.
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
                    404, "There is no snapshot " + id + ". The fake keeps the latest " + MOST_SNAPSHOTS + ".");
        }
        return snapshot;
    }

    private Json clock() {
        InstantSource clock = fake.clock();
        return Json.members()
                .add("now", clock.instant().toString())
                .add("moved", clock instanceof MovableClock movable && movable.isMoved())
                .object();
    }

    private void followRealTime() {
        InstantSource clock = fake.clock();
        if (clock instanceof VirtualClock) {
            throw new IllegalStateException(
                    "This fake uses a VirtualClock, which cannot follow real time. Use set to move it to a time.");
        }
        if (!(clock instanceof MovableClock movable)) {
            throw new IllegalStateException(NOT_OURS);
        }
        movable.follow();
    }

    private Json move(Fields asked) {
        Duration advance = asked.duration("advance");
        Instant set = asked.instant("set");
        asked.requireNoOthers();
        if ((advance == null) == (set == null)) {
            throw new IllegalArgumentException("Set either advance (a duration) or set (a time).");
        }
        if (advance != null && (advance.isNegative() || advance.compareTo(LONGEST_STEP) > 0)) {
            throw new IllegalArgumentException("advance must not be negative and at most 100 years, not " + advance
                    + ". Use set to turn the clock back.");
        }
        InstantSource clock = fake.clock();
        Instant then =
                advance == null ? Objects.requireNonNull(set) : clock.instant().plus(advance);
        if (then.isBefore(FIRST) || then.isAfter(LAST)) {
            throw new IllegalArgumentException(
                    "The clock must stay between " + FIRST + " and " + LAST + ", and cannot move to " + then + ".");
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
            throw new IllegalStateException(NOT_OURS);
        }
        return clock();
    }
}
