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
 * Checks that the reads and writes of a tenant happened one after another, in the order of the service. A call that is
 * told success was served at some moment between its start and its end. A write that is NOT_APPLIED changed nothing. A
 * write that is UNKNOWN counts if the service applied it.
 */
final class ProfileRules {

    private ProfileRules() {}

    static void judge(PlayedWorld world, CallRecord call) {
        List<Version> versions = world.versions(call.tenant);
        if (call.result != null) {
            check(
                    wasThere(world, versions, call, call.result, false),
                    call,
                    "was told a profile that the tenant never had during the call");
            success(world, versions, call);
        }
        for (SentRequest each : call.sent) {
            if (each.isWrite() && each.isCommitted()) {
                check(!Edits.isTwice(each.body, call.plan.number()), call, "applied its change twice");
                if (call.plan.wish() == Wish.EDIT) {
                    onTopOfWhatIsThere(world, call, each);
                }
            }
        }
    }

    private static void success(PlayedWorld world, List<Version> versions, CallRecord call) {
        List<SentRequest> writes = call.writes();
        if (call.reads() || writes.isEmpty()) {
            boolean changesNothing = call.plan.wish() == Wish.EDIT
                    && Edits.edit(call.result, call.plan.number()).equals(call.result);
            // A foreign gateway may fail before it sends, and the client cannot know that. Then a settling read may
            // find an equal write of another caller.
            boolean settled = call.heard.stream().anyMatch(ProfileRules::isUnknownWrite);
            check(call.reads() || changesNothing || settled, call, "was told success, but sent no write");
            return;
        }
        boolean done = writes.stream().anyMatch(each -> each.isCommitted() && each.committedNanos <= call.endedNanos);
        SupportProfile last = writes.get(writes.size() - 1).body;
        // Another caller may have written the same and more. A settling read cannot tell whose write it returned.
        boolean shown = call.heard.stream().anyMatch(ProfileRules::isUnknownWrite)
                && wasThere(versions, call, version -> SettlingReads.shows(version.stored(), last));
        check(
                done || shown || wasThere(world, versions, call, last, true),
                call,
                "was told success, but its write was not applied");
    }

    private static boolean isUnknownWrite(ListenerEvent event) {
        return event.kind() == ListenerEvent.Kind.END
                && event.method().equals("PUT")
                && event.failure() instanceof PartnerCenterException failure
                && failure.writeOutcome().equals(Optional.of(WriteOutcome.UNKNOWN));
    }

    /** Returns whether the tenant had the profile at some moment of the call. */
    private static boolean wasThere(
            PlayedWorld world, List<Version> versions, CallRecord call, SupportProfile profile, boolean asWritten) {
        return wasThere(
                versions, call, version -> world.isSame(profile, asWritten ? version.written() : version.stored()));
    }

    private static boolean wasThere(List<Version> versions, CallRecord call, Predicate<Version> wanted) {
        for (int i = 0; i < versions.size(); i++) {
            Version version = versions.get(i);
            long until = untilNanos(version, versions.subList(i + 1, versions.size()));
            if (version.sinceNanos() <= endOf(call) && until >= call.startedNanos && wanted.test(version)) {
                return true;
            }
        }
        return false;
    }

    /** Returns when a later version had certainly replaced this one. */
    private static long untilNanos(Version version, List<Version> later) {
        return later.stream()
                .filter(other -> other.sinceNanos() >= version.certainNanos())
                .mapToLong(Version::certainNanos)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /**
     * Returns the later of the two ends that the caller and the listener saw. They differ if the caller slept in its
     * edit.
     */
    private static long endOf(CallRecord call) {
        return Math.max(call.endedNanos, call.over().atNanos());
    }

    /** Checks that an edit does not undo another caller's change if the service has strong ETags. */
    private static void onTopOfWhatIsThere(PlayedWorld world, CallRecord call, SentRequest write) {
        if (world.plan().service().etags() == Etags.STRONG) {
            check(
                    write.ifMatch != null
                            && Edits.edit(write.before, call.plan.number()).equals(write.body),
                    call,
                    "edited another profile than the service's current one");
        }
    }
}
