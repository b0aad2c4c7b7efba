package io.github.partnercenter4j.testkit.service;

import io.github.partnercenter4j.model.Link;
import io.github.partnercenter4j.model.ProfileAttributes;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.testkit.json.Json;
import io.github.partnercenter4j.testkit.json.Json.ArrayValue;
import io.github.partnercenter4j.testkit.json.Json.Literal;
import io.github.partnercenter4j.testkit.json.Json.Member;
import io.github.partnercenter4j.testkit.json.Json.ObjectValue;
import io.github.partnercenter4j.testkit.json.Json.TextValue;
import io.github.partnercenter4j.testkit.json.JsonException;
import io.github.partnercenter4j.testkit.json.JsonReader;
import io.github.partnercenter4j.testkit.json.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes and reads the JSON of a support profile, as the service sends it and as a client sends it. Pure functions. */
public final class ProfileJson {

    private static final List<String> PROFILE_MEMBERS =
            List.of("email", "telephone", "website", "profileType", "links", "attributes");

    private static final List<String> ATTRIBUTE_MEMBERS = List.of("objectType", "etag");
    private static final List<String> LINK_MEMBERS = List.of("uri", "method", "headers");
    private static final List<String> HEADER_MEMBERS = List.of("key", "value");

    private ProfileJson() {}

    /**
     * Writes a profile as the service sends it: camelCase, without null members.
     *
     * @throws IllegalArgumentException if an unknown member is not JSON, or has the name of a known member
     */
    public static Json answer(SupportProfile profile) {
        Json.Members members = Json.members()
                .addPresent("email", profile.email())
                .addPresent("telephone", profile.telephone())
                .addPresent("website", profile.website())
                .addPresent("profileType", profile.profileType());
        Json.Members links = Json.members();
        for (Map.Entry<String, Link> link : profile.links().entrySet()) {
            links.add(link.getKey(), link(link.getValue()));
        }
        ProfileAttributes attributes = profile.attributes();
        Json.Members attributeMembers =
                Json.members().addPresent("objectType", attributes.objectType()).addPresent("etag", attributes.etag());
        addUnknown(attributeMembers, attributes.unknownMembers(), ATTRIBUTE_MEMBERS);
        members.add("links", links.object()).add("attributes", attributeMembers.object());
        addUnknown(members, profile.unknownMembers(), PROFILE_MEMBERS);
        return members.object();
    }

    private static Json link(Link link) {
        List<Json> headers = new ArrayList<>();
        for (Link.Header header : link.headers()) {
            headers.add(Json.members()
                    .add("key", header.key())
                    .add("value", header.value())
                    .object());
        }
        return Json.members()
                .addPresent("uri", link.uri())
                .addPresent("method", link.method())
                .add("headers", new ArrayValue(headers))
                .object();
    }

    private static void addUnknown(Json.Members members, Map<String, String> unknown, List<String> known) {
        for (Map.Entry<String, String> member : unknown.entrySet()) {
            String name = member.getKey();
            if (isKnown(new Member(name, Literal.NULL), known)) {
                throw new IllegalArgumentException("The unknown member " + name + " is a known one; set that instead");
            }
            members.add(name, parsed(name, member.getValue()));
        }
    }

    private static Json parsed(String name, String json) {
        try {
            return JsonReader.read(json);
        } catch (JsonException wrong) {
            throw new IllegalArgumentException("The unknown member " + name + " is no JSON: " + wrong.getMessage());
        }
    }

    /**
     * Writes a profile as a client sends it: in the documented spelling and order, with null members and without links.
     *
     * @throws IllegalArgumentException if an unknown member is not JSON, or has the name of a known member
     */
    public static Json request(SupportProfile profile) {
        ProfileAttributes attributes = profile.attributes();
        String objectType = attributes.objectType();
        Json.Members attributeMembers = Json.members()
                .add("ObjectType", objectType == null ? "PartnerSupportProfile" : objectType)
                .addPresent("Etag", attributes.etag());
        addUnknown(attributeMembers, attributes.unknownMembers(), ATTRIBUTE_MEMBERS);
        String profileType = profile.profileType();
        Json.Members members = Json.members()
                .add("Email", textOrNull(profile.email()))
                .add("Telephone", textOrNull(profile.telephone()))
                .add("Website", textOrNull(profile.website()))
                .add("ProfileType", profileType == null ? "support_profile" : profileType)
                .add("Attributes", attributeMembers.object());
        addUnknown(members, profile.unknownMembers(), PROFILE_MEMBERS);
        return members.object();
    }

    private static Json textOrNull(@Nullable String text) {
        return text == null ? Literal.NULL : Json.text(text);
    }

    /**
     * Applies an update to the stored profile. Only the three texts change; a missing text clears it, like null. Other
     * members belong to the service, so the update does not change them.
     *
     * @throws WrongTypeException if one of the three is neither text nor null
     */
    public static SupportProfile replace(SupportProfile stored, ObjectValue sent) throws WrongTypeException {
        return stored.toBuilder()
                .email(text(sent, "email"))
                .telephone(text(sent, "telephone"))
                .website(text(sent, "website"))
                .build();
    }

    /** Reads the profile of a response, as leniently as the service reads requests. */
    public static SupportProfile read(ObjectValue answer) throws WrongTypeException {
        requireOnce(answer, PROFILE_MEMBERS);
        return SupportProfile.builder()
                .email(text(answer, "email"))
                .telephone(text(answer, "telephone"))
                .website(text(answer, "website"))
                .profileType(text(answer, "profileType"))
                .links(links(object(answer, "links")))
                .attributes(attributes(object(answer, "attributes")))
                .unknownMembers(unknown(answer, PROFILE_MEMBERS))
                .build();
    }

    /** Returns whether an object has any member of a profile. */
    public static boolean hasProfileMember(ObjectValue object) {
        return object.members().stream().anyMatch(member -> isKnown(member, PROFILE_MEMBERS));
    }

    private static ProfileAttributes attributes(ObjectValue attributes) throws WrongTypeException {
        requireOnce(attributes, ATTRIBUTE_MEMBERS);
        return ProfileAttributes.of(
                text(attributes, "objectType"), text(attributes, "etag"), unknown(attributes, ATTRIBUTE_MEMBERS));
    }

    private static Map<String, Link> links(ObjectValue links) throws WrongTypeException {
        Map<String, Link> read = new LinkedHashMap<>();
        for (Member member : links.members()) {
            if (member.value() instanceof ObjectValue link) {
                requireOnce(link, LINK_MEMBERS);
                read.put(member.name(), Link.of(text(link, "uri"), text(link, "method"), headers(link)));
            }
        }
        return read;
    }

    private static List<Link.Header> headers(ObjectValue link) throws WrongTypeException {
        List<Link.Header> headers = new ArrayList<>();
        Json listed = link.find("headers");
        if (listed == null || listed == Literal.NULL) {
            return headers;
        }
        if (!(listed instanceof ArrayValue array)) {
            throw new WrongTypeException("headers", "has the wrong type");
        }
        for (Json item : array.items()) {
            if (!(item instanceof ObjectValue header)) {
                throw new WrongTypeException("headers", "has the wrong type");
            }
            requireOnce(header, HEADER_MEMBERS);
            String key = text(header, "key");
            String value = text(header, "value");
            if (key != null && value != null) {
                headers.add(new Link.Header(key, value));
            }
        }
        return headers;
    }

    private static boolean isKnown(Member member, List<String> known) {
        for (String name : known) {
            if (member.isNamed(name)) {
                return true;
            }
        }
        return false;
    }

    /** Throws if a member occurs in two spellings, because it is not clear which one counts. */
    private static void requireOnce(ObjectValue object, List<String> known) throws WrongTypeException {
        for (String name : known) {
            boolean seen = false;
            for (Member member : object.members()) {
                if (member.isNamed(name) && seen) {
                    throw new WrongTypeException(name, "comes twice");
                }
                seen |= member.isNamed(name);
            }
        }
    }

    /** Returns the names of sent members that are neither members of a profile nor stored. Does not look into links. */
    public static List<String> strangers(ObjectValue sent, SupportProfile stored) {
        List<String> strangers = new ArrayList<>(0);
        addStrangers(strangers, "", sent, PROFILE_MEMBERS, stored.unknownMembers());
        if (sent.find("attributes") instanceof ObjectValue attributes) {
            addStrangers(
                    strangers,
                    "attributes.",
                    attributes,
                    ATTRIBUTE_MEMBERS,
                    stored.attributes().unknownMembers());
        }
        return strangers;
    }

    private static void addStrangers(
            List<String> names, String prefix, ObjectValue sent, List<String> known, Map<String, String> stored) {
        for (Member member : sent.members()) {
            if (!isKnown(member, known) && !stored.containsKey(member.name())) {
                names.add(prefix + member.name());
            }
        }
    }

    private static Map<String, String> unknown(ObjectValue object, List<String> known) {
        Map<String, String> unknown = new LinkedHashMap<>();
        for (Member member : object.members()) {
            if (!isKnown(member, known)) {
                unknown.put(member.name(), JsonWriter.write(member.value()));
            }
        }
        return unknown;
    }

    private static ObjectValue object(ObjectValue parent, String name) throws WrongTypeException {
        Json value = parent.find(name);
        if (value == null || value == Literal.NULL) {
            return Json.members().object();
        }
        if (value instanceof ObjectValue object) {
            return object;
        }
        throw new WrongTypeException(name, "has the wrong type");
    }

    private static @Nullable String text(ObjectValue parent, String name) throws WrongTypeException {
        Json value = parent.find(name);
        if (value == null || value == Literal.NULL) {
            return null;
        }
        if (value instanceof TextValue text) {
            return text.value();
        }
        throw new WrongTypeException(name, "has the wrong type");
    }

    /** Thrown if a member has a wrong type or occurs in two spellings. */
    public static final class WrongTypeException extends Exception {
        private static final long serialVersionUID = 1;

        WrongTypeException(String member, String what) {
            super(member + " " + what);
        }
    }
}
