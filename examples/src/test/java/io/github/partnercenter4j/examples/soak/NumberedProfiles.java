package io.github.partnercenter4j.examples.soak;

import io.github.partnercenter4j.model.SupportProfile;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Profiles whose members all contain the number of the station and of the write. */
final class NumberedProfiles {

    /** The number of the profile that every tenant starts with. */
    static final int FIRST = 0;

    /** The number of any other profile: a mixture of two, or another tenant's. */
    static final int NOBODYS = -1;

    private static final Pattern SENT = Pattern.compile("\"w([0-9]{1,9})@");

    private NumberedProfiles() {}

    static SupportProfile profile(int station, int number) {
        return change(SupportProfile.builder().build(), station, number);
    }

    static SupportProfile change(SupportProfile profile, int station, int number) {
        return profile.withEmail(email(station, number))
                .withTelephone(Integer.toString(number))
                .withWebsite(website(station, number));
    }

    /** Returns the number of the write that the station reads here. */
    static int of(int station, SupportProfile profile) {
        if ("email@sample.com".equals(profile.email())
                && "4255555555".equals(profile.telephone())
                && "www.microsoft.com".equals(profile.website())) {
            return FIRST;
        }
        int number = sent("\"" + profile.email());
        boolean whole = Objects.equals(profile.email(), email(station, number))
                && Integer.toString(number).equals(profile.telephone())
                && website(station, number).equals(profile.website());
        return whole ? number : NOBODYS;
    }

    /** Returns the number in the body of a request. */
    static int sent(String json) {
        Matcher matcher = SENT.matcher(json);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : NOBODYS;
    }

    private static String email(int station, int number) {
        return "w" + number + "@s" + station + ".example";
    }

    private static String website(int station, int number) {
        return "s" + station + ".example/" + number;
    }
}
