package io.github.partnercenter4j.examples.probe;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads answers into verdicts: a few words of our own, never words of the service. Pure functions. */
final class Verdicts {

    private Verdicts() {}

    /** Returns yes or no for a success, and the outcome of any other answer. */
    static Function<Heard, String> ofSuccess(Function<Heard, String> verdict) {
        return heard -> heard.status() == 200 ? verdict.apply(heard) : heard.outcome();
    }

    static String yes(boolean is) {
        return is ? "yes" : "no";
    }

    static String hasCharset(Heard heard) {
        String type = heard.header("Content-Type");
        return yes(type != null && type.toLowerCase(Locale.ROOT).contains("charset="));
    }

    /** Returns whether the answer has the ids that were sent. */
    static String echo(Heard heard) {
        List<String> sent = heard.sentIds();
        String requestId = heard.header("MS-RequestId");
        String correlationId = heard.header("MS-CorrelationId");
        if (requestId == null && correlationId == null) {
            return "none";
        }
        if (sent.contains(String.valueOf(requestId)) && sent.contains(String.valueOf(correlationId))) {
            return "as sent";
        }
        return sent.stream().anyMatch(id -> id.equalsIgnoreCase(requestId)) ? "in another case" : "others";
    }

    /** Returns the outcome of a request that ends with two ids of one name, and which one the answer has. */
    static Function<Heard, String> echoOfTwo(String name) {
        return heard -> {
            String id = heard.header(name);
            List<String> sent = heard.sentIds();
            return heard.outcome() + ", "
                    + (id == null
                            ? "no id"
                            : id.equals(sent.get(sent.size() - 2))
                                    ? "the first id"
                                    : id.equals(sent.get(sent.size() - 1)) ? "the second id" : "another id");
        };
    }

    static String serviceHeaders(Heard heard) {
        List<String> there = List.of("MS-CV", "MS-ServerId", "Request-Context", "Date").stream()
                .filter(name -> heard.header(name) != null)
                .toList();
        return there.isEmpty() ? "none" : String.join(", ", there);
    }

    static String codeForm(Heard heard) {
        Map<String, @Nullable Object> object = heard.object();
        Object code = object == null ? null : object.get("code");
        return code == null ? "none" : code instanceof String ? "text" : "number";
    }

    /** Returns the scheme that a 401 asks for. */
    static String challenge(Heard heard) {
        String value = heard.header("WWW-Authenticate");
        return value == null ? "none" : Redacted.scheme(value);
    }

    static String mfa(Heard heard) {
        String value = heard.header("isMfaCompliant");
        return value == null ? "none" : value.equalsIgnoreCase("true") ? "true" : "not true";
    }

    static String encoding(Heard heard) {
        String value = heard.header("Content-Encoding");
        return value == null ? "plain" : value.equalsIgnoreCase("gzip") ? "gzip" : "another";
    }

    static String etag(Heard heard) {
        if (heard.header("ETag") != null) {
            return "header";
        }
        return nested(heard, "attributes", "etag") == null ? "none" : "attribute";
    }

    /** Returns whether a text deep in the body is the expected one. */
    static Function<Heard, String> member(String expected, String... path) {
        return ofSuccess(heard -> {
            Object value = nested(heard, path);
            return value == null ? "none" : expected.equals(value) ? "yes" : "another";
        });
    }

    private static @Nullable Object nested(Heard heard, String... path) {
        Object value = heard.object();
        for (String name : path) {
            value = value instanceof Map<?, ?> members ? members.get(name) : null;
        }
        return value;
    }

    static String allow(Heard heard) {
        String allow = heard.header("Allow");
        if (allow == null) {
            return heard.outcome();
        }
        List<String> methods = List.of("GET", "PUT", "POST", "PATCH", "DELETE", "HEAD", "OPTIONS").stream()
                .filter(method -> List.of(allow.toUpperCase(Locale.ROOT).split("[, ]+", -1))
                        .contains(method))
                .toList();
        return heard.outcome() + ", allows " + String.join(" ", methods);
    }

    /** Returns what became of a text that an update sent. */
    static Function<Heard, String> stored(String member, String sent) {
        return ofSuccess(heard -> {
            String value = heard.member(member);
            return value == null ? "absent" : value.equals(sent) ? "kept" : "changed";
        });
    }

    /** Returns what a refused or accepted update did, from its answer and from the read after it. */
    static Function<List<Heard>, String> whichTelephone(Map<String, String> words) {
        return heard -> {
            for (Heard answer : heard) {
                if (answer.status() != 200) {
                    return answer.outcome();
                }
            }
            String telephone = heard.get(heard.size() - 1).member("telephone");
            return words.getOrDefault(String.valueOf(telephone), "another text");
        };
    }
}
