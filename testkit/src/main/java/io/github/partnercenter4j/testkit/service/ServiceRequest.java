package io.github.partnercenter4j.testkit.service;

import io.github.partnercenter4j.testkit.http.Headers;

/**
 * The head of a request, as the service sees it.
 *
 * @param method the method as sent
 * @param target path and query as sent
 * @param headers the headers as sent
 * @param basePath the path before the service's own paths, or an empty text
 */
public record ServiceRequest(String method, String target, Headers headers, String basePath) {

    /** Creates a request without a base path. */
    public ServiceRequest(String method, String target, Headers headers) {
        this(method, target, headers, "");
    }

    /** Returns the target up to its question mark. */
    public String path() {
        int mark = target.indexOf('?');
        return mark < 0 ? target : target.substring(0, mark);
    }

    /** Hides the values of headers, because one is a token. */
    @Override
    public String toString() {
        return "ServiceRequest[" + method + " " + target + "]";
    }
}
