package io.github.partnercenter4j.wire;

import com.squareup.moshi.JsonReader;
import io.github.partnercenter4j.model.Link;
import io.github.partnercenter4j.model.ProfileAttributes;
import io.github.partnercenter4j.model.SupportProfile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a support profile from JSON. It does not use a reflective mapping, which would accept a number as a text, lose
 * unknown members and quote the body in its messages.
 */
final class ProfileReader {

    private ProfileReader() {}

    /** Reads a profile of any kind. Throws only {@link UnreadableJson}. */
    static SupportProfile read(String json) {
        return JsonText.read(
                json,
                reader ->
                        profile(reader, new MemberNames(MemberNames.OF_PROFILE)).build());
    }

    /**
     * Reads a support profile. Throws only {@link UnreadableJson}. The object must have at least one member of a
     * profile, and must not say that it is another kind of profile.
     */
    static SupportProfile readSupportProfile(String json) {
        SupportProfile profile = JsonText.read(json, reader -> {
            MemberNames names = new MemberNames(MemberNames.OF_PROFILE);
            SupportProfile.Builder read = profile(reader, names);
            if (!names.hasKnown()) {
                throw UnreadableJson.foreign("has no member of a support profile");
            }
            return read.build();
        });
        if (!isOfThisKind(profile.profileType())
                || !isOfThisKind(profile.attributes().objectType())) {
            throw UnreadableJson.foreign("is another kind of profile");
        }
        return profile;
    }

    /**
     * Returns whether a type names a support profile. The service writes support_profile and PartnerSupportProfile, its
     * SDKs SupportProfile.
     */
    private static boolean isOfThisKind(@Nullable String kind) {
        if (kind == null || kind.isBlank()) {
            return true;
        }
        String bare = kind.replace("_", "").toLowerCase(Locale.ROOT);
        return bare.equals("supportprofile") || bare.equals("partnersupportprofile");
    }

    private static SupportProfile.Builder profile(JsonReader reader, MemberNames names) throws IOException {
        SupportProfile.Builder profile = SupportProfile.builder();
        Map<String, String> unknown = Map.of();
        if (reader.peek() != JsonReader.Token.BEGIN_OBJECT) {
            throw UnreadableJson.foreign("is not a JSON object");
        }
        reader.beginObject();
        while (reader.hasNext()) {
            String name = names.next(reader);
            switch (name) {
                case "email" -> profile.email(text(reader, name));
                case "telephone" -> profile.telephone(text(reader, name));
                case "website" -> profile.website(text(reader, name));
                case "profileType" -> profile.profileType(text(reader, name));
                case "attributes" -> profile.attributes(attributes(reader));
                case "links" -> profile.links(links(reader));
                default -> unknown = with(unknown, name, JsonText.copy(reader, JsonText.DEPTH_LIMIT - 1));
            }
        }
        reader.endObject();
        return profile.unknownMembers(unknown);
    }

    private static ProfileAttributes attributes(JsonReader reader) throws IOException {
        if (skippedNull(reader)) {
            return ProfileAttributes.empty();
        }
        String objectType = null;
        String etag = null;
        Map<String, String> unknown = Map.of();
        MemberNames names = new MemberNames(MemberNames.OF_ATTRIBUTES);
        require(reader, JsonReader.Token.BEGIN_OBJECT, "has attributes that are not an object");
        reader.beginObject();
        while (reader.hasNext()) {
            String name = names.next(reader);
            switch (name) {
                case "objectType" -> objectType = text(reader, name);
                case "etag" -> etag = text(reader, name);
                default -> unknown = with(unknown, name, JsonText.copy(reader, JsonText.DEPTH_LIMIT - 2));
            }
        }
        reader.endObject();
        return ProfileAttributes.of(objectType, etag, unknown);
    }

    /** Adds an unknown member. Creates the map with the first one, because most profiles have none. */
    private static Map<String, String> with(Map<String, String> unknown, String name, String json) {
        Map<String, String> members = unknown.isEmpty() ? new LinkedHashMap<>() : unknown;
        members.put(name, json);
        return members;
    }

    private static Map<String, Link> links(JsonReader reader) throws IOException {
        Map<String, Link> links = new LinkedHashMap<>();
        if (skippedNull(reader)) {
            return links;
        }
        MemberNames names = new MemberNames(MemberNames.NONE);
        require(reader, JsonReader.Token.BEGIN_OBJECT, "has links that are not an object");
        reader.beginObject();
        while (reader.hasNext()) {
            String name = names.next(reader);
            if (reader.peek() == JsonReader.Token.BEGIN_OBJECT) {
                links.put(name, link(reader));
            } else {
                skip(reader, 2);
            }
        }
        reader.endObject();
        return links;
    }

    private static Link link(JsonReader reader) throws IOException {
        String uri = null;
        String method = null;
        List<Link.Header> headers = List.of();
        MemberNames names = new MemberNames(MemberNames.OF_LINK);
        reader.beginObject();
        while (reader.hasNext()) {
            String name = names.next(reader);
            switch (name) {
                case "uri" -> uri = text(reader, name);
                case "method" -> method = text(reader, name);
                case "headers" -> headers = linkHeaders(reader);
                default -> skip(reader, 3);
            }
        }
        reader.endObject();
        return Link.of(uri, method, headers);
    }

    private static List<Link.Header> linkHeaders(JsonReader reader) throws IOException {
        List<Link.Header> headers = new ArrayList<>();
        if (skippedNull(reader)) {
            return headers;
        }
        require(reader, JsonReader.Token.BEGIN_ARRAY, "has a link whose headers are not an array");
        reader.beginArray();
        while (reader.hasNext()) {
            require(reader, JsonReader.Token.BEGIN_OBJECT, "has a link with a header that is not an object");
            Link.Header header = linkHeader(reader);
            if (header != null) {
                headers.add(header);
            }
        }
        reader.endArray();
        return headers;
    }

    /**
     * Returns the header, or null if it has no key or value. That is not a failure, because the client never follows
     * links.
     */
    private static Link.@Nullable Header linkHeader(JsonReader reader) throws IOException {
        String key = null;
        String value = null;
        MemberNames names = new MemberNames(MemberNames.OF_LINK_HEADER);
        reader.beginObject();
        while (reader.hasNext()) {
            String name = names.next(reader);
            switch (name) {
                case "key" -> key = text(reader, name);
                case "value" -> value = text(reader, name);
                default -> skip(reader, 5);
            }
        }
        reader.endObject();
        return key == null || value == null ? null : new Link.Header(key, value);
    }

    /**
     * Skips a value at this depth. Uses copy instead of Moshi's skipValue, which checks neither the depth nor duplicate
     * names.
     */
    private static void skip(JsonReader reader, int depth) throws IOException {
        JsonText.copy(reader, JsonText.DEPTH_LIMIT - depth);
    }

    /** Returns a text or null. Moshi's nextString would also accept a number. */
    private static @Nullable String text(JsonReader reader, String name) throws IOException {
        if (skippedNull(reader)) {
            return null;
        }
        if (reader.peek() != JsonReader.Token.STRING) {
            throw new UnreadableJson("has a member " + name + " that is neither text nor null");
        }
        return reader.nextString();
    }

    private static boolean skippedNull(JsonReader reader) throws IOException {
        if (reader.peek() != JsonReader.Token.NULL) {
            return false;
        }
        reader.nextNull();
        return true;
    }

    private static void require(JsonReader reader, JsonReader.Token due, String problem) throws IOException {
        if (reader.peek() != due) {
            throw new UnreadableJson(problem);
        }
    }
}
