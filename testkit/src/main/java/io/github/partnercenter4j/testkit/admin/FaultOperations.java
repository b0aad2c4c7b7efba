package io.github.partnercenter4j.testkit.admin;

import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.Fault;
import io.github.partnercenter4j.testkit.FaultRule;
import io.github.partnercenter4j.testkit.Request;
import io.github.partnercenter4j.testkit.admin.Route.Body;
import io.github.partnercenter4j.testkit.behaviour.Throttle;
import io.github.partnercenter4j.testkit.json.Json;
import io.github.partnercenter4j.testkit.json.Json.ObjectValue;
import java.util.List;

/** The operations for faults, rules and the throttle. */
record FaultOperations(FakePartnerCenter fake) {

    List<Route> routes() {
        return List.of(
                Route.doing("POST", "/faults", request -> next(request.fields()))
                        .with(Body.REQUIRED),
                Route.doing("DELETE", "/faults", this::clear).query("tenant"),
                Route.json("GET", "/rules", request -> Json.array(fake.rules(), Views::rule)),
                Route.creating("/rules", request -> Views.rule(define(request.fields())))
                        .with(Body.REQUIRED),
                Route.json("GET", "/rules/{id}", this::rule),
                Route.json("PATCH", "/rules/{id}", this::change).with(Body.REQUIRED),
                Route.doing("DELETE", "/rules/{id}", request -> find(request).remove()),
                Route.json("GET", "/throttle", request -> throttle()),
                Route.json("PUT", "/throttle", request -> throttle(request.fields()))
                        .with(Body.REQUIRED),
                Route.doing("DELETE", "/throttle", request -> fake.throttle(Throttle.none())));
    }

    private void clear(AdminRequest request) {
        String tenant = request.parameter("tenant");
        if (tenant == null) {
            fake.clearFaults();
        } else {
            fake.tenant(StateOperations.tenant(fake, tenant)).clearFaults();
        }
    }

    private void next(Fields asked) {
        Fault[] faults = FaultJson.play(asked).toArray();
        String tenant = asked.text("tenant");
        asked.requireNoOthers();
        if (tenant == null) {
            fake.next(faults);
        } else {
            fake.tenant(StateOperations.tenant(fake, tenant)).next(faults);
        }
    }

    private FaultRule define(Fields asked) {
        Request request = FaultJson.request(asked.object("request"), fake.tenant());
        String tenant = asked.text("tenant");
        FaultRule.Builder rule = tenant == null
                ? fake.when(request)
                : fake.tenant(StateOperations.tenant(fake, tenant)).when(request);
        Integer skip = asked.integer("skip");
        Integer times = asked.integer("times");
        Integer nth = asked.integer("nth");
        if (nth != null && (skip != null || times != null)) {
            throw new IllegalArgumentException(
                    "nth cannot be combined with skip or times. Use either nth, or skip and times.");
        }
        Fields.ifPresent(skip, rule::skip);
        Fields.ifPresent(times, rule::times);
        Fields.ifPresent(nth, rule::nth);
        Fields.ifPresent(asked.number("probability"), rule::probability);
        Fields.ifPresent(asked.duration("during"), rule::during);
        if (asked.json("delay") instanceof ObjectValue) {
            Fields delay = Fields.of(asked.json("delay"), "delay");
            rule.delay(delay.requiredDuration("atLeast"), delay.requiredDuration("atMost"));
            delay.requireNoOthers();
        } else if (asked.has("delay")) {
            rule.delay(asked.requiredDuration("delay"));
        }
        FaultJson.Faults play = FaultJson.play(asked);
        asked.requireNoOthers();
        if (play.ofConnections() && times == null && nth == null && !asked.has("during")) {
            throw new IllegalArgumentException("A fault of the connection also affects your own next requests to"
                    + " this API. Limit the rule with times, nth or during.");
        }
        return rule.inTurn(play.toArray());
    }

    private FaultRule find(AdminRequest request) {
        String id = request.variable("id");
        for (FaultRule rule : fake.rules()) {
            if (Integer.toString(rule.id()).equals(id)) {
                return rule;
            }
        }
        throw new RefusedException(404, "There is no rule " + id + ". It may have been removed.");
    }

    private Json rule(AdminRequest request) {
        FaultRule rule = find(request);
        ObjectValue view = Views.rule(rule);
        Json.Members members = Json.members();
        view.members().forEach(member -> members.add(member.name(), member.value()));
        return members.add("played", Views.exchanges(rule.played())).object();
    }

    private Json change(AdminRequest request) {
        FaultRule rule = find(request);
        Fields asked = request.fields();
        Boolean enabled = asked.flag("enabled");
        asked.requireNoOthers();
        if (enabled == null) {
            throw new IllegalArgumentException("enabled is missing. Set it to true or false.");
        }
        rule.enable(enabled);
        return Views.rule(rule);
    }

    private Json throttle(Fields asked) {
        Throttle throttle = Throttle.perWindow(asked.requiredInteger("requests"), asked.requiredDuration("window"));
        Integer cost = asked.integer("writeCost");
        if (cost != null) {
            throttle = throttle.writeCost(cost);
        }
        if (asked.flag("retryAfterAsDate", false)) {
            throttle = throttle.retryAfterAsDate();
        }
        asked.requireNoOthers();
        fake.throttle(throttle);
        return throttle();
    }

    private Json throttle() {
        Throttle throttle = fake.throttle();
        if (throttle.isNone()) {
            return Json.members().object();
        }
        return Json.members()
                .add("requests", throttle.requests())
                .add("window", throttle.window().toString())
                .add("writeCost", throttle.writeCost())
                .add("retryAfterAsDate", throttle.isRetryAfterDate())
                .object();
    }
}
