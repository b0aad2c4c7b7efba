package io.github.partnercenter4j.testkit.behaviour;

import java.util.Arrays;
import java.util.List;

/**
 * What the fake does in one matter on which the service's conduct is in doubt, or of which a test may want the other kind.
 * Each is on or off for the life of a fake; {@link Preset} says what it begins with, and
 * {@code FakePartnerCenter.Builder.behaviour} switches one.
 */
public enum Behaviour {
    /** Successes begin with a byte order mark, as recorded traffic has it; the documented examples show none. */
    BYTE_ORDER_MARK(Evidence.VERIFIED, "A success begins with a byte order mark.", Preset.OBSERVED, Preset.STRICT),

    /** JSON is declared with {@code charset=utf-8}, as recorded traffic has it; the page on this resource shows none. */
    CHARSET(Evidence.VERIFIED, "JSON is declared with its charset.", Preset.OBSERVED, Preset.STRICT),

    /** An update is taken on {@code /v1/profiles/supportprofile}, the path on the documentation's page; else 404. */
    DOCUMENTED_UPDATE_ROUTE(Evidence.VERIFIED, "An update is taken on the documented path.", Preset.values()),

    /**
     * An update is taken on {@code /v1/profiles/support}, the path that Microsoft's reference of the REST API (its OpenAPI)
     * has, and that its SDKs for Java and .NET send to; else 404.
     */
    SDK_UPDATE_ROUTE(Evidence.VERIFIED, "An update is taken on the path of the SDKs.", Preset.values()),

    /**
     * A user who signed in without a second factor is refused with 401 and code 900421, as announced for all by 2026; off,
     * such a user is served, and told {@code isMfaCompliant: false} where the request asks with {@code ValidateMfa: true}.
     */
    MFA_ENFORCED(Evidence.VERIFIED, "A sign-in without a second factor is refused.", Preset.values()),

    /** A request for anything but JSON is refused with 406, and an update in anything else with 415. */
    MEDIA_TYPES_CHECKED(Evidence.ASSUMED, "Formats other than JSON are refused.", Preset.values()),

    /**
     * An update that repeats the {@code MS-RequestId} of one that succeeded, on the same path and with the same bytes, is
     * answered as that was and does nothing. The documentation calls the header a key of idempotency, and says to keep it
     * when a call is repeated after a timeout; what the service does with it, and for how long, nobody has published. See
     * {@code FakePartnerCenter.Builder.replayLifetime}.
     */
    REPLAY(Evidence.ASSUMED, "A repeated update gets the answer to the first and does nothing.", Preset.values()),

    /**
     * With {@link #REPLAY}: an update that repeats an id with other bytes is refused with 409 and an empty body; off, it is
     * done, and its answer takes the place of the one before.
     */
    OTHER_BODY_REFUSED(Evidence.ASSUMED, "An id repeated with another body is refused.", Preset.STRICT),

    /** A request without {@code MS-RequestId} or {@code MS-CorrelationId} is refused with 400 and code 800002. */
    IDS_REQUIRED(Evidence.ASSUMED, "A request without ids is refused.", Preset.STRICT),

    /** One with such a header that is no GUID is refused so, too; off, the answer has an id of the fake's own. */
    GUIDS_REQUIRED(Evidence.ASSUMED, "A request whose ids are no GUIDs is refused.", Preset.STRICT),

    /**
     * An update with a member that the fake knows neither by name nor from the stored profile is refused with 400 and code
     * 3000; off, it is ignored, as the service's documentation once said.
     */
    UNKNOWN_MEMBERS_REFUSED(Evidence.ASSUMED, "An update with unknown members is refused.", Preset.STRICT),

    /** An update that lacks one of the three texts, or has null there, is refused with 400 and code 3000; off, it clears it. */
    TEXTS_REQUIRED(Evidence.ASSUMED, "An update without all three texts is refused.", Preset.STRICT),

    /** An update whose e-mail has not one {@code @} inside, or has a space, is refused with 400 and code 3000. */
    EMAIL_CHECKED(Evidence.ASSUMED, "An update with a malformed e-mail address is refused.", Preset.STRICT),

    /** A user without the role is refused in plain text, as older reports have it, not with code 900150. */
    ROLE_REFUSAL_IN_TEXT(Evidence.VERIFIED, "A user without the role is refused in plain text."),

    /** Every 403 comes without a body and without a type, whoever is refused. Users' reports are best explained so. */
    FORBIDDEN_WITHOUT_BODY(Evidence.INFERRED, "Every 403 comes without a body.");

    /** What is known of the service in a matter. */
    public enum Evidence {
        /** It was seen in a primary source, or measured. */
        VERIFIED,
        /** It follows from several sources. */
        INFERRED,
        /** Nobody has published it: the fake had to do something. */
        ASSUMED
    }

    private final Evidence evidence;
    private final String description;
    private final boolean observed;
    private final boolean documented;
    private final boolean strict;

    Behaviour(Evidence evidence, String description, Preset... presets) {
        this.evidence = evidence;
        this.description = description;
        List<Preset> on = Arrays.asList(presets);
        this.observed = on.contains(Preset.OBSERVED);
        this.documented = on.contains(Preset.DOCUMENTED);
        this.strict = on.contains(Preset.STRICT);
    }

    /**
     * Returns how sure it is that the service does this.
     *
     * @return the grade
     */
    public Evidence evidence() {
        return evidence;
    }

    /**
     * Returns what the fake does while this is on.
     *
     * @return a sentence
     */
    public String description() {
        return description;
    }

    /**
     * Tells whether a fake begins with this.
     *
     * @param preset how the fake is set
     * @return true if it is on there
     */
    public boolean isIn(Preset preset) {
        if (preset == Preset.OBSERVED) {
            return observed;
        }
        return preset == Preset.DOCUMENTED ? documented : strict;
    }
}
