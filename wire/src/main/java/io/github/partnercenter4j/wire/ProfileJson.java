package io.github.partnercenter4j.wire;

import com.squareup.moshi.JsonWriter;
import io.github.partnercenter4j.model.ProfileAttributes;
import io.github.partnercenter4j.model.SupportProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/** Writes the JSON body of an update, in the form of the documented example. Pure functions, thread-safe. */
public final class ProfileJson {

    /** The media type of the body, without a charset, as documented. */
    public static final String MEDIA_TYPE = "application/json";

    private static final String DEFAULT_PROFILE_TYPE = "support_profile";
    private static final String DEFAULT_OBJECT_TYPE = "PartnerSupportProfile";

    private ProfileJson() {}

    /**
     * Returns the body of an update: compact UTF-8 without a byte order mark. The members have the order and spelling
     * of the documented request; the members that this client does not know follow as received. A null text is written
     * as JSON {@code null}, so that the service cannot take it as unchanged. Links are not sent.
     *
     * @param profile the profile to store
     * @return the body
     * @throws IllegalArgumentException if an unknown member is not JSON, has an unpaired surrogate, or has a known
     *     member's name; the message names the member, never its value
     */
    public static byte[] write(SupportProfile profile) {
        Objects.requireNonNull(profile, "profile");
        Buffer body = new Buffer();
        try {
            JsonWriter writer = JsonWriter.of(body);
            writer.setSerializeNulls(true);
            writer.beginObject();
            writer.name("Email").value(profile.email());
            writer.name("Telephone").value(profile.telephone());
            writer.name("Website").value(profile.website());
            writer.name("ProfileType").value(orElse(profile.profileType(), DEFAULT_PROFILE_TYPE));
            attributes(writer.name("Attributes"), profile.attributes());
            unknown(writer, profile.unknownMembers(), MemberNames.OF_PROFILE, JsonText.DEPTH_LIMIT - 1);
            writer.endObject();
        } catch (IOException impossible) {
            // A buffer in memory never throws this.
            throw new UncheckedIOException(impossible);
        }
        return body.readByteArray();
    }

    private static void attributes(JsonWriter writer, ProfileAttributes attributes) throws IOException {
        writer.beginObject();
        writer.name("ObjectType").value(orElse(attributes.objectType(), DEFAULT_OBJECT_TYPE));
        if (attributes.etag() != null) {
            writer.name("Etag").value(attributes.etag());
        }
        unknown(writer, attributes.unknownMembers(), MemberNames.OF_ATTRIBUTES, JsonText.DEPTH_LIMIT - 2);
        writer.endObject();
    }

    private static String orElse(@Nullable String text, String substitute) {
        return text == null ? substitute : text;
    }

    private static void unknown(JsonWriter writer, Map<String, String> members, MemberNames.Known known, int depthLimit)
            throws IOException {
        for (Map.Entry<String, String> member : members.entrySet()) {
            String name = member.getKey();
            String clash = known.match(name);
            if (clash != null) {
                throw new IllegalArgumentException("the unknown member " + name + " is the known member " + clash
                        + " in another spelling; set that instead");
            }
            writer.name(name);
            JsonText.verbatim(writer, compact(name, member.getValue(), depthLimit));
        }
    }

    private static String compact(String name, String json, int depthLimit) {
        try {
            return JsonText.compact(json, depthLimit);
        } catch (UnreadableJson e) {
            throw new IllegalArgumentException(
                    "the unknown member " + name + " must be JSON text, but it " + e.problem());
        }
    }
}
