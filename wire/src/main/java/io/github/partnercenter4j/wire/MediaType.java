package io.github.partnercenter4j.wire;

import java.util.List;
import java.util.Locale;

/**
 * The relevant parts of a Content-Type.
 *
 * @param name type and subtype in lower case, empty if the header is missing
 * @param foreignCharset whether there is a charset other than UTF-8 and its subset US-ASCII
 */
record MediaType(String name, boolean foreignCharset) {

    private static final MediaType JSON = new MediaType("application/json", false);

    private static final MediaType NONE = new MediaType("", false);

    /** Reads the header. Several headers or values count only if all have the same type. */
    static MediaType parse(List<String> lines) {
        if (lines.size() == 1 && lines.get(0).indexOf(',') < 0) {
            return parse(lines.get(0).strip());
        }
        MediaType all = null;
        for (String line : lines) {
            for (String value : line.split(",", -1)) {
                MediaType one = parse(value.strip());
                if (all != null && !all.name.equals(one.name)) {
                    return NONE;
                }
                all = all == null ? one : new MediaType(all.name, all.foreignCharset || one.foreignCharset);
            }
        }
        return all == null ? NONE : all;
    }

    private static MediaType parse(String header) {
        // The spelling of the service, which is the usual case.
        if (header.equals("application/json; charset=utf-8") || header.equals(JSON.name)) {
            return JSON;
        }
        String[] parts = header.toLowerCase(Locale.ROOT).split(";", -1);
        boolean foreign = false;
        for (int i = 1; i < parts.length; i++) {
            String parameter = bare(parts[i]);
            if (parameter.startsWith("charset=")) {
                String charset = parameter.substring("charset=".length());
                // Some servers write it without the hyphen.
                foreign |= !charset.equals("utf-8") && !charset.equals("utf8") && !charset.equals("us-ascii");
            }
        }
        return new MediaType(parts[0].strip(), foreign);
    }

    /**
     * Removes blanks and quotation marks. Does not use a regular expression, which would allocate kilobytes for each
     * response.
     */
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
