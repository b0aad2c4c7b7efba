package io.github.partnercenter4j.testkit.admin;

import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.FakeTenant;
import io.github.partnercenter4j.testkit.Snapshot;
import io.github.partnercenter4j.testkit.VirtualClock;
import io.github.partnercenter4j.testkit.json.Json;
import io.github.partnercenter4j.testkit.json.ProfileJson;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What is stored, for whom, and what time it is. */
final class StateOperations {

    /** What the state tells beside the tenants; it may be given back with them, and is not looked at then. */
    static final List<String> READ_ONLY =
            List.of("seed", "tenant", "now", "writesApplied", "connections", "faultsLeft");

    private final FakePartnerCenter fake;
    private final SeedData data;
    private final Map<String, Snapshot> snapshots = new ConcurrentHashMap<>();
    private final AtomicInteger taken = new AtomicInteger();

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
                        request -> SeedData.of(request.fields()).applyTo(fake)),
                Route.doing("POST", "/reset", request -> reset()),
                Route.creating("/snapshots", request -> snapshot()),
                Route.doing("POST", "/snapshots/{id}/restore", request -> fake.restore(snapshot(request))),
                Route.json("GET", "/tenants/{tenant}", request -> tenant(of(request))),
                Route.doing("DELETE", "/tenants/{tenant}", request -> reset(of(request))),
                Route.json(
                        "GET",
                        "/tenants/{tenant}/profile",
                        request -> ProfileJson.answer(of(request).profile())),
                Route.doing(
                        "PUT",
                        "/tenants/{tenant}/profile",
                        request -> of(request).setProfile(SeedData.profile(request.json()))),
                Route.json("GET", "/clock", request -> clock()),
                Route.json("POST", "/clock", request -> move(request.fields())));
    }

    /** Returns the tenant that is meant: the default one if none is. */
    static String tenant(FakePartnerCenter fake, @Nullable String tenant) {
        return tenant == null || tenant.equals("default") ? fake.tenant() : tenant;
    }

    private FakeTenant of(AdminRequest request) {
        return fake.tenant(tenant(fake, request.variable("tenant")));
    }

    private Json state() {
        Json.Members tenants = Json.members();
        for (String tenant : fake.tenants()) {
            tenants.add(tenant, tenant(fake.tenant(tenant)));
        }
        return Json.members()
                .add("seed", Json.number(fake.seed()))
                .add("tenant", Json.text(fake.tenant()))
                .add("now", Json.text(fake.clock().instant().toString()))
                .add("writesApplied", Json.number(fake.writesApplied()))
                .add("connections", Json.number(fake.connections()))
                .add("faultsLeft", Json.number(fake.faultsLeft()))
                .add("tenants", tenants.object())
                .object();
    }

    private static Json tenant(FakeTenant tenant) {
        return Json.members()
                .add("profile", ProfileJson.answer(tenant.profile()))
                .add("writesApplied", Json.number(tenant.writesApplied()))
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
        String id = Integer.toString(taken.incrementAndGet());
        snapshots.put(id, fake.snapshot());
        return Json.members().add("id", Json.text(id)).object();
    }

    private Snapshot snapshot(AdminRequest request) {
        String id = request.variable("id");
        Snapshot snapshot = snapshots.get(id);
        if (snapshot == null) {
            throw new RefusedException(404, "There is no snapshot " + id + ".");
        }
        return snapshot;
    }

    private Json clock() {
        return Json.members()
                .add("now", Json.text(fake.clock().instant().toString()))
                .object();
    }

    private Json move(Fields asked) {
        Duration advance = asked.duration("advance");
        Instant set = asked.instant("set");
        asked.requireNoOthers();
        if ((advance == null) == (set == null)) {
            throw new IllegalArgumentException("Say either advance, a duration, or set, a moment.");
        }
        if (advance != null && advance.isNegative()) {
            throw new IllegalArgumentException("Time advances forwards, not by " + advance + "; set can turn it back.");
        }
        InstantSource clock = fake.clock();
        if (clock instanceof MovableClock movable) {
            movable.move(advance == null ? Duration.between(movable.instant(), set) : advance);
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
