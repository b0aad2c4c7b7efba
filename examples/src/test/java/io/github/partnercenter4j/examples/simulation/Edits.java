package io.github.partnercenter4j.examples.simulation;

import io.github.partnercenter4j.model.ProfileAttributes;
import io.github.partnercenter4j.model.SupportProfile;
import java.util.LinkedHashMap;
import java.util.Map;

/** The updates and edits of callers. Most add a mark that names the caller. */
final class Edits {

    private static final String LOG = "log";

    private Edits() {}

    /**
     * Returns the profile to write. Half of the updates change a text; the others leave the three texts as they were at
     * first.
     */
    static SupportProfile update(int number) {
        SupportProfile first = SimulatedService.FIRST;
        return switch (number % 8) {
            case 1 -> first.toBuilder().profileType("type" + mark(number)).build();
            case 3 ->
                first.toBuilder()
                        .attributes(ProfileAttributes.of("object" + mark(number), null, Map.of()))
                        .build();
            case 5 -> first.toBuilder().attributes(attributes(number)).build();
            case 7 -> with(first, "by", String.valueOf(number));
            default -> first.withWebsite("w" + mark(number));
        };
    }

    /**
     * Returns an edited profile. Most edits change a text. Some add or remove members that the client does not know, or
     * change nothing.
     */
    static SupportProfile edit(SupportProfile profile, int number) {
        return switch (number % 8) {
            case 0, 1 -> with(profile, LOG, "\"" + logged(profile) + mark(number) + "\"");
            case 2 ->
                profile.toBuilder()
                        .unknownMembers(without(profile, LOG))
                        .profileType(profile.profileType() == null ? "support_profile" : null)
                        .build();
            case 3 -> profile.toBuilder().attributes(attributes(number)).build();
            case 4 -> number % 16 == 4 ? profile : profile.withEmail(number + "@contoso.example");
            default -> profile.withWebsite(profile.website() + mark(number));
        };
    }

    private static ProfileAttributes attributes(int number) {
        return ProfileAttributes.of(null, null, new LinkedHashMap<>(Map.of("by", String.valueOf(number))));
    }

    private static SupportProfile with(SupportProfile profile, String name, String value) {
        Map<String, String> members = new LinkedHashMap<>(profile.unknownMembers());
        members.put(name, value);
        return profile.toBuilder().unknownMembers(members).build();
    }

    private static Map<String, String> without(SupportProfile profile, String name) {
        Map<String, String> members = new LinkedHashMap<>(profile.unknownMembers());
        members.remove(name);
        return members;
    }

    /** Returns the log without its quotes, because the values of members are JSON. */
    private static String logged(SupportProfile profile) {
        return profile.unknownMembers().getOrDefault(LOG, "").replace("\"", "");
    }

    private static String mark(int number) {
        return "+" + number + ";";
    }

    /** Returns whether a profile contains a caller's mark twice. */
    static boolean isTwice(SupportProfile profile, int number) {
        String text = profile.website() + logged(profile);
        return text.indexOf(mark(number)) != text.lastIndexOf(mark(number));
    }
}
