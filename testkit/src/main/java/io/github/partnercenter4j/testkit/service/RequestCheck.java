package io.github.partnercenter4j.testkit.service;

import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.testkit.behaviour.Behaviour;
import io.github.partnercenter4j.testkit.http.Header;
import io.github.partnercenter4j.testkit.json.Json.ObjectValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks a request for unusual parts. Most of them are only remarks, because the service is lenient; the behaviours
 * define what is refused. Remarks have names but no values. Immutable.
 */
record RequestCheck(Set<Behaviour> behaviours) {

    private static final String[] IDS = {"MS-RequestId", "MS-CorrelationId"};

    /** The documented headers, those of Microsoft's own clients, and those of HTTP. */
    private static final String[] KNOWN_HEADERS = {
        "Authorization",
        "Accept",
        "MS-RequestId",
        "MS-CorrelationId",
        "MS-Contract-Version",
        "If-Match",
        "MS-PartnerCenter-Application",
        "X-Locale",
        "Content-Type",
        "Content-Length",
        "Expect",
        "ValidateMfa",
        "MS-PartnerCenter-Client",
        "MS-SdkVersion",
        "MS-ContinuationToken",
        "x-ms-client-request-id",
        "x-ms-customeruser-upn",
        "ocp-apim-subscription-key",
        "Host",
        "Connection",
        "User-Agent",
        "Accept-Encoding",
        "Accept-Language",
        "Accept-Charset",
        "Transfer-Encoding",
        "TE",
        "Trailer",
        "Upgrade",
        "HTTP2-Settings",
        "Keep-Alive",
        "Cache-Control",
        "Pragma",
        "Date",
        "Via",
    };

    /** Returns the remarks about a head. */
    List<String> remarks(ServiceRequest request) {
        List<String> remarks = new ArrayList<>(0);
        for (String id : IDS) {
            if (!request.headers().has(id)) {
                remarks.add("no header " + id);
            } else if (request.headers().guid(id) == null) {
                remarks.add("header " + id + " is not a GUID");
            }
        }
        for (Header header : request.headers().list()) {
            if (!isKnown(header.name())) {
                remarks.add("unknown header " + header.name());
            }
        }
        return remarks;
    }

    private static boolean isKnown(String name) {
        for (String known : KNOWN_HEADERS) {
            if (known.equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the refusal of a head because of its ids, or null. */
    @Nullable
    Verdict refuse(ServiceRequest request) {
        for (String id : IDS) {
            boolean has = request.headers().has(id);
            if (!has && behaviours.contains(Behaviour.IDS_REQUIRED)) {
                return Verdict.fault(400, 800002, "The request input is invalid: there is no header " + id + ".");
            }
            if (has && request.headers().guid(id) == null && behaviours.contains(Behaviour.GUIDS_REQUIRED)) {
                return Verdict.fault(400, 800002, "The request input is invalid: " + id + " is not a GUID.");
            }
        }
        return null;
    }

    /** Returns the remarks about the body of an update. */
    List<String> remarks(ObjectValue sent, SupportProfile stored) {
        List<String> remarks = new ArrayList<>(0);
        for (String name : ProfileJson.strangers(sent, stored)) {
            remarks.add("unknown member " + name);
        }
        return remarks;
    }

    /**
     * Returns the refusal of an update because of its members, or null.
     *
     * @param remarks the remarks about the members
     * @param replacement the profile to store
     */
    @Nullable
    Verdict refuse(List<String> remarks, SupportProfile replacement) {
        if (!remarks.isEmpty() && behaviours.contains(Behaviour.UNKNOWN_MEMBERS_REFUSED)) {
            return invalid(remarks.get(0));
        }
        if (behaviours.contains(Behaviour.TEXTS_REQUIRED)) {
            if (replacement.email() == null) {
                return invalid("email is missing");
            }
            if (replacement.telephone() == null) {
                return invalid("telephone is missing");
            }
            if (replacement.website() == null) {
                return invalid("website is missing");
            }
        }
        String email = replacement.email();
        if (email != null && !isAddress(email) && behaviours.contains(Behaviour.EMAIL_CHECKED)) {
            return invalid("email is not an e-mail address");
        }
        return null;
    }

    private static Verdict invalid(String why) {
        return Verdict.fault(400, 3000, "A property of the resource is invalid: " + why + ".");
    }

    /** Checks only what all rules for addresses have in common: one @ in the middle and no space. */
    private static boolean isAddress(String email) {
        int at = email.indexOf('@');
        return at > 0 && at == email.lastIndexOf('@') && at < email.length() - 1 && email.indexOf(' ') < 0;
    }
}
