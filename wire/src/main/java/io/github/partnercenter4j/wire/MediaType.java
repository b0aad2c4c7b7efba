package io.github.partnercenter4j.wire;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a Content-Type says, as far as we care.
 *
 * @param name type and subtype in lower case, empty if the header is missing
 * @param foreignCharset whether a charset is named that is not UTF-8 or its subset US-ASCII
 */
record MediaType(String name, boolean foreignCharset) {

    private static final MediaType JSON = new MediaType("application/json", false);

    static MediaType parse(@Nullable String header) {
        if (header == null) {
            return new MediaType("", false);
        }
        // As the service spells it.
        if (header.equals("application/json; charset=utf-8") || header.equals(JSON.name)) {
            return JSON;
        }
        String[] parts = header.toLowerCase(Locale.ROOT).split(";", -1);
        boolean foreign = false;
        for (int i = 1; i < parts.length; i++) {
            String parameter = bare(parts[i]);
            if (parameter.startsWith("charset=")) {
                String charset = parameter.substring("charset=".length());
                foreign |= !charset.equals("utf-8") && !charset.equals("us-ascii");
            }
        }
        return new MediaType(parts[0].strip(), foreign);
    }

    /** Without blanks and quotation marks. By hand: each answer's type comes by here, and a pattern costs kilobytes. */
    private static String bare(String parameter) {
        StringBuilder bare = new StringBuilder(parameter.length());
        for (int i = 0; i < parameter.length(); i++) {
            char c = parameter.charAt(i);
            if (c != '"' && c != ' ' && (c < '\t' || c > '\r')) {
                bare.append(c);
            }
        }
        return bare.toString();
    }

    boolean isJson() {
        return name.equals("application/json") || name.matches("[^/]+/[^/]+\\+json");
    }

    boolean isHtml() {
        return name.equals("text/html") || name.equals("application/xhtml+xml");
    }
}
