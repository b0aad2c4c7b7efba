package io.github.partnercenter4j.testkit.behaviour;

import java.util.List;

/**
 * A behaviour of the fake that can be switched on or off, because the real service's behaviour is not certain, or
 * because a test may need the other variant. It is fixed for the life of a fake. {@link Preset} defines the defaults,
 * and {@code FakePartnerCenter.Builder.behaviour} switches one.
 */
public enum Behaviour {
    /** Success bodies begin with a byte order mark, as in recorded traffic; the documented examples show none. */
    BYTE_ORDER_MARK(Evidence.VERIFIED, "A success begins with a byte order mark.", Preset.OBSERVED, Preset.STRICT),

    /**
     * The content type of JSON has {@code charset=utf-8}, as in recorded traffic; the documentation page of this
     * resource shows none.
     */
    CHARSET(Evidence.VERIFIED, "JSON is declared with its charset.", Preset.OBSERVED, Preset.STRICT),

    /** An update is accepted on {@code /v1/profiles/supportprofile}, the path of the documentation page; else 404. */
    DOCUMENTED_UPDATE_ROUTE(Evidence.VERIFIED, "An update is taken on the documented path.", Preset.values()),

    /**
     * An update is accepted on {@code /v1/profiles/support}, the path of Microsoft's REST API reference (OpenAPI) and
     * of its SDKs for Java and .NET; else 404.
     */
    SDK_UPDATE_ROUTE(Evidence.VERIFIED, "An update is taken on the path of the SDKs.", Preset.values()),

    /**
     * A user who signed in without multi-factor authentication is refused with 401 and code 900421, as announced for
     * 2026. If off, such a user is accepted, and the response has {@code isMfaCompliant: false} if the request has
     * {@code ValidateMfa: true}.
     */
    MFA_ENFORCED(Evidence.VERIFIED, "A sign-in without a second factor is refused.", Preset.values()),

    /** A request that does not accept JSON is refused with 406, and an update in another format with 415. */
    MEDIA_TYPES_CHECKED(Evidence.ASSUMED, "Formats other than JSON are refused.", Preset.values()),

    /**
     * An update with the {@code MS-RequestId} of an earlier successful update, on the same path and with the same
     * bytes, gets the same response and has no effect. The documentation calls the header an idempotency key, and says
     * to keep it when a call is repeated after a timeout. It does not say what the service does with it, and for how
     * long. See {@code FakePartnerCenter.Builder.replayLifetime}.
     */
    REPLAY(Evidence.ASSUMED, "A repeated update gets the answer to the first and does nothing.", Preset.values()),

    /**
     * With {@link #REPLAY}: an update with a repeated id but other bytes is refused with 409 and an empty body. If off,
     * it is stored, and its response replaces the earlier one.
     */
    OTHER_BODY_REFUSED(Evidence.ASSUMED, "An id repeated with another body is refused.", Preset.STRICT),

    /** A request without {@code MS-RequestId} or {@code MS-CorrelationId} is refused with 400 and code 800002. */
    IDS_REQUIRED(Evidence.ASSUMED, "A request without ids is refused.", Preset.STRICT),

    /**
     * A request with such a header that is not a GUID is refused in the same way. If off, the response has an id of the
     * fake.
     */
    GUIDS_REQUIRED(Evidence.ASSUMED, "A request whose ids are no GUIDs is refused.", Preset.STRICT),

    /**
     * An update with an unknown member that is not in the stored profile is refused with 400 and code 3000. If off, the
     * member is ignored, as an earlier documentation of the service said.
     */
    UNKNOWN_MEMBERS_REFUSED(Evidence.ASSUMED, "An update with unknown members is refused.", Preset.STRICT),

    /**
     * An update without one of the three texts, or with null, is refused with 400 and code 3000. If off, it clears the
     * text.
     */
    TEXTS_REQUIRED(Evidence.ASSUMED, "An update without all three texts is refused.", Preset.STRICT),

    /**
     * An update whose e-mail address does not have exactly one {@code @} inside, or has a space, is refused with 400
     * and code 3000.
     */
    EMAIL_CHECKED(Evidence.ASSUMED, "An update with a malformed e-mail address is refused.", Preset.STRICT),

    /** A user without the role is refused with plain text, as in older reports, instead of code 900150. */
    ROLE_REFUSAL_IN_TEXT(Evidence.VERIFIED, "A user without the role is refused in plain text."),

    /** Every 403 has no body and no content type. This explains some users' reports. */
    FORBIDDEN_WITHOUT_BODY(Evidence.INFERRED, "Every 403 comes without a body.");

    /** The evidence for a behaviour of the service. */
    public enum Evidence {
        /** Seen in a primary source, or measured. */
        VERIFIED,
        /** Concluded from several sources. */
        INFERRED,
        /** There is no published source: a guess. */
        ASSUMED
    }

    private final Evidence evidence;
    private final String description;

    @SuppressWarnings("ImmutableEnumChecker") // Made by List.of.
    private final List<Preset> presets;

    Behaviour(Evidence evidence, String description, Preset... presets) {
        this.evidence = evidence;
        this.description = description;
        this.presets = List.of(presets);
    }

    /** {@return the evidence that the service behaves like this} */
    public Evidence evidence() {
        return evidence;
    }

    /** {@return a description of the fake's behaviour if this is on, a sentence} */
    public String description() {
        return description;
    }

    /**
     * Returns whether a preset switches this on.
     *
     * @param preset the preset
     * @return true if it is on in the preset
     */
    public boolean isIn(Preset preset) {
        return presets.contains(preset);
    }
}
