package io.github.partnercenter4j.examples.simulation;

import static io.github.partnercenter4j.examples.simulation.Judge.check;

import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.examples.simulation.Plan.Etags;
import io.github.partnercenter4j.examples.simulation.Plan.Wish;
import io.github.partnercenter4j.examples.simulation.SimulatedService.Version;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.WriteOutcome;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads and writes of a tenant are one after another, in the order in which the service did them: whoever is told success
 * was served at one moment of their call, and nothing is done of what is told NOT_APPLIED. Unknown writes are maybe: what
 * the service did of them counts.
 */
final class ProfileRules {

    private ProfileRules() {}

    static void judge(Played world, Told call) {
        List<Version> versions = world.versions(call.tenant);
        if (call.result != null) {
            check(wasThere(world, versions, call, call.result, false), call, "was told a profile that was never there");
            success(world, versions, call);
        }
        for (Sent each : call.sent) {
            if (each.isWrite() && each.isCommitted()) {
                check(!Edits.isTwice(each.body, call.plan.number()), call, "applied its change twice");
                if (call.plan.wish() == Wish.EDIT) {
                    onTopOfWhatIsThere(world, call, each);
                }
            }
        }
    }

    private static void success(Played world, List<Version> versions, Told call) {
        List<Sent> writes = call.writes();
        if (call.reads() || writes.isEmpty()) {
            boolean changesNothing = call.plan.wish() == Wish.EDIT
                    && Edits.edit(call.result, call.plan.number()).equals(call.result);
            // A foreign gateway failed before it sent, which nobody can know, and another caller's write looked like
            // this one.
            boolean settled = call.heard.stream().anyMatch(ProfileRules::isUnknownWrite);
            check(call.reads() || changesNothing || settled, call, "was told success, and nothing was sent");
            return;
        }
        boolean done = writes.stream().anyMatch(each -> each.isCommitted() && each.committedNanos <= call.endedNanos);
        SupportProfile last = writes.get(writes.size() - 1).body;
        // Another caller may have written the same, and more: a settling read cannot tell whose write it shows.
        boolean shown = call.heard.stream().anyMatch(ProfileRules::isUnknownWrite)
                && wasThere(versions, call, version -> Settling.shows(version.stored(), last));
        check(
                done || shown || wasThere(world, versions, call, last, true),
                call,
                "was told success, and nothing was written");
    }

    private static boolean isUnknownWrite(Heard event) {
        return event.kind() == Heard.Kind.END
                && event.method().equals("PUT")
                && event.failure() instanceof PartnerCenterException failure
                && failure.writeOutcome().equals(Optional.of(WriteOutcome.UNKNOWN));
    }

    /** Tells whether a tenant had a profile at some moment of a call. */
    private static boolean wasThere(
            Played world, List<Version> versions, Told call, SupportProfile profile, boolean asWritten) {
        return wasThere(
                versions, call, version -> world.isSame(profile, asWritten ? version.written() : version.stored()));
    }

    private static boolean wasThere(List<Version> versions, Told call, Predicate<Version> wanted) {
        for (int i = 0; i < versions.size(); i++) {
            Version version = versions.get(i);
            long until = untilNanos(version, versions.subList(i + 1, versions.size()));
            if (version.sinceNanos() <= endOf(call) && until >= call.startedNanos && wanted.test(version)) {
                return true;
            }
        }
        return false;
    }

    /** When another was there at the latest, that certainly came after it. */
    private static long untilNanos(Version version, List<Version> later) {
        return later.stream()
                .filter(other -> other.sinceNanos() >= version.certainNanos())
                .mapToLong(Version::certainNanos)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** Its caller may have slept in an edit meanwhile. */
    private static long endOf(Told call) {
        return Math.max(call.endedNanos, call.over().atNanos());
    }

    /** With ETags, an edit undoes nobody's change. */
    private static void onTopOfWhatIsThere(Played world, Told call, Sent write) {
        if (world.plan().service().etags() == Etags.STRONG) {
            check(
                    write.ifMatch != null
                            && Edits.edit(write.before, call.plan.number()).equals(write.body),
                    call,
                    "edited another profile than the one that was there");
        }
    }
}
