package io.github.partnercenter4j.benchmarks;

import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.Moshi;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import okio.BufferedSource;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** The profile as one would write it down for Moshi by hand: no unknown member kept, nothing checked. */
final class RawProfile {

    static final JsonAdapter<RawProfile> JSON = new Moshi.Builder().build().adapter(RawProfile.class);

    private static final ByteString BYTE_ORDER_MARK = ByteString.decodeHex("efbbbf");

    @Nullable
    String email;

    @Nullable
    String telephone;

    @Nullable
    String website;

    @Nullable
    String profileType;

    @Nullable
    Attributes attributes;

    @Nullable
    Map<String, Link> links;

    static final class Attributes {
        @Nullable
        String objectType;

        @Nullable
        String etag;
    }

    static final class Link {
        @Nullable
        String uri;

        @Nullable
        String method;
    }

    static RawProfile toSend() {
        RawProfile profile = new RawProfile();
        profile.email = Ours.PROFILE.email();
        profile.telephone = Ours.PROFILE.telephone();
        profile.website = Ours.PROFILE.website();
        profile.profileType = "support_profile";
        profile.attributes = new Attributes();
        profile.attributes.objectType = "PartnerSupportProfile";
        return profile;
    }

    /** Reads a profile and returns its telephone number. */
    static String telephone(BufferedSource json) throws IOException {
        // The service begins its answers with one; Retrofit's converter knows, Moshi does not.
        if (json.rangeEquals(0, BYTE_ORDER_MARK)) {
            json.skip(BYTE_ORDER_MARK.size());
        }
        RawProfile profile = JSON.fromJson(json);
        if (profile == null) {
            throw new IOException("null");
        }
        return profile.required();
    }

    String required() {
        return Objects.requireNonNull(telephone, "telephone");
    }
}
