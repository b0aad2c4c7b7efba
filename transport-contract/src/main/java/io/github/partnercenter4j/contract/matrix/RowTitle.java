package io.github.partnercenter4j.contract.matrix;

import java.util.List;

/**
 * The title of a row of the matrix.
 *
 * @param number the number of the row, such as {@code F23}
 * @param sentence the fault, as a sentence
 */
record RowTitle(String number, String sentence) {

    /**
     * Rows with a common subject.
     *
     * @param name the subject
     * @param titles the rows, in the order of their numbers
     */
    record Chapter(String name, List<RowTitle> titles) {}

    /** All rows, in the order of their numbers. */
    static List<Chapter> chapters() {
        return List.of(
                new Chapter("Reaching the service", reaching()),
                new Chapter("TLS", tls()),
                new Chapter("Sending the request", sending()),
                new Chapter("The head of the response", heads()),
                new Chapter("The body of a success", bodies()),
                new Chapter("Status and headers", meaning()),
                new Chapter("The token host", tokens()),
                new Chapter("The client itself", client()));
    }

    private static RowTitle row(String number, String sentence) {
        return new RowTitle(number, sentence);
    }

    private static List<RowTitle> reaching() {
        return List.of(
                row("F1", "The host name has no address."),
                row("F3", "No server listens at the address."),
                row("F4", "The connection is not established in time."),
                row("F5", "The host name has two addresses, and no server listens at the first one."),
                row("F6", "The connection is established, and reset before the peer has read anything."),
                row("F7", "The connection is established, and closed at once."),
                row("F8", "A pooled connection has ended, or ends during the next request."),
                row("F9", "The proxy does not open the tunnel."));
    }

    private static List<RowTitle> tls() {
        return List.of(
                row("F10", "The server's certificate has expired."),
                row("F11", "The server's certificate is for another host."),
                row("F12", "The server's certificate was issued by an authority that the client does not trust."),
                row("F13", "The server supports only TLS 1.0."),
                row("F14", "The server uses plain HTTP instead of TLS."),
                row("F15", "The handshake breaks or hangs."));
    }

    private static List<RowTitle> sending() {
        return List.of(
                row("F16", "The connection is reset while the head of the request is sent."),
                row("F17", "The connection is reset while the body of the request is sent."),
                row("F18", "The peer stops reading in the middle of the request body."),
                row("F19", "The peer refuses the request before it has read the body, and closes the connection."),
                row("F22", "The connection is closed after the request, before the head of the response is complete."),
                row("F23", "The connection is reset after the request, before the head of the response is complete."),
                row("F24", "The peer reads the request, and closes its half of the connection."));
    }

    private static List<RowTitle> heads() {
        return List.of(
                row("F25", "There is no response."),
                row("F26", "The head of the response comes one byte at a time, too slowly."),
                row("F27", "The response is not HTTP, or has an invalid status."),
                row("F28", "Interim responses (1xx) come before the response, a few or without end."),
                row("F29", "The peer switches protocols (101) without a request for that."),
                row("F30", "A header of the response is malformed or very long, or there are very many headers."),
                row("F31", "The length of the response is given twice, wrongly, or in two ways."),
                row("F32", "A second response follows the first one, before there was a second request."));
    }

    private static List<RowTitle> bodies() {
        return List.of(
                row("F33", "The success has no body."),
                row("F34", "The body stalls or comes too slowly."),
                row("F35", "The body is cut off, or its framing is wrong."),
                row("F35a", "A body without a length is cut off."),
                row("F35b", "The body has a content coding that was not requested."),
                row("F35c", "The body is longer than the limit, or has no end."),
                row("F35d", "The JSON is malformed, ambiguous or too deep."),
                row("F35e", "The JSON begins with a byte order mark."),
                row("F35f", "The body is not in UTF-8."),
                row("F35g", "The body is a web page, for example the login page of a network."),
                row("F35h", "The body is not a support profile."));
    }

    private static List<RowTitle> meaning() {
        return List.of(
                row("F36", "The response is a redirect."),
                row("F37", "The response is 300 or 304, which this client never requests."),
                row("F38", "The service refuses with a 4xx and a reason."),
                row("F38a", "The service does not have one of the two paths for a write, or both."),
                row("F39", "The service refuses with 403."),
                row("F40", "The body of a refusal is missing, broken, late, or not the usual JSON."),
                row("F41", "The response is 408."),
                row("F42", "The profile does not have the ETag of If-Match."),
                row("F43", "The service throttles (429), with a Retry-After."),
                row("F44", "The service throttles (429), without a Retry-After or with one that does not count."),
                row("F45", "The service throttles (429), with a Retry-After that is longer than the call may wait."),
                row("F46", "The service fails with a 5xx that is not 503."),
                row("F47", "The service is not available (503)."),
                row("F48", "A gateway in front of the service answers 502 or 503 with its own page."),
                row("F49", "The service refuses a token once (401)."),
                row("F50", "The service refuses every token (401)."),
                row("F51", "The service refuses every token (401), with a challenge."),
                row("F52", "The response has the ids of another request."),
                row("F53", "The service is not available during a thousand calls."));
    }

    private static List<RowTitle> tokens() {
        return List.of(
                row("F54", "The token provider fails."),
                row("F55", "The token provider does not answer, or slowly, and a thousand callers wait."),
                row("F56", "The token provider fails, and fifty callers wait."),
                row("F57", "The login refuses the credentials, or requires a person to sign in."),
                row("F58", "The token provider returns no token, or one that is not valid in a header."),
                row("F59", "The lifetime of the token is unusual, or the token has already expired."),
                row("F60", "A new token is not available while the old one is still valid."));
    }

    private static List<RowTitle> client() {
        return List.of(
                row("F61", "The caller's thread is interrupted during a blocking call."),
                row("F62", "The caller cancels the future of an async call."),
                row("F63", "The client is closed while a call is in progress."),
                row("F64", "The wall clock is changed, or the machine is suspended."),
                row("F65", "The caller's executor or callback fails, or all connections are in use."),
                row("F66", "The gateway violates the contract of the port."));
    }
}
