package io.github.partnercenter4j.examples.simulation;

import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.model.SupportProfile;
import org.jspecify.annotations.Nullable;

/** Formats values for a story. */
final class Texts {

    private Texts() {}

    static String of(SupportProfile profile) {
        return profile.website()
                + (profile.profileType() == null ? "" : " " + profile.profileType())
                + (profile.unknownMembers().isEmpty() ? "" : " " + profile.unknownMembers());
    }

    static String of(@Nullable Throwable failure) {
        if (!(failure instanceof PartnerCenterException ours)) {
            return failure == null ? "success" : failure.getClass().getSimpleName();
        }
        String status = ours instanceof ServiceException answer
                ? " " + answer.status()
                        + answer.retryAfterText()
                                .map(text -> ", Retry-After: " + text)
                                .orElse("")
                : ours.getCause() instanceof ServiceException answer ? " " + answer.status() : "";
        return ours.category()
                + status
                + ours.writeOutcome().map(outcome -> ", " + outcome).orElse("")
                + ours.retryStop().map(stop -> ", not again: " + stop).orElse("");
    }
}
