package io.github.partnercenter4j.contract.matrix;

import java.util.List;

/**
 * What a row of the matrix is about, in a sentence.
 *
 * @param number the row's number, such as {@code F23}
 * @param sentence what goes wrong
 */
record RowTitle(String number, String sentence) {

    /**
     * Rows that belong together.
     *
     * @param name what they have in common
     * @param titles the rows, in the order of their numbers
     */
    record Chapter(String name, List<RowTitle> titles) {}

    /** All rows, in the order of their numbers. */
    static List<Chapter> chapters() {
        return List.of(
                new Chapter("Reaching the service", reaching()),
                new Chapter("TLS", tls()),
                new Chapter("Sending the request", sending()),
                new Chapter("The head of the answer", heads()),
                new Chapter("The body of a success", bodies()),
                new Chapter("Status and headers", meaning()),
                new Chapter("The token host", tokens()),
                new Chapter("The client's own side", client()));
    }

    private static RowTitle row(String number, String sentence) {
        return new RowTitle(number, sentence);
    }

    private static List<RowTitle> reaching() {
        return List.of(
                row("F1", "The host name has no address."),
                row("F3", "Nobody listens at the address."),
                row("F4", "The connection is not made in time."),
                row("F5", "The host name has two addresses, and nobody listens at the first."),
                row("F6", "The connection is made, and reset before the peer has read anything."),
                row("F7", "The connection is made, and closed at once."),
                row("F8", "A connection that was kept from an earlier call has ended, or ends under the request."),
                row("F9", "The proxy does not open the way."));
    }

    private static List<RowTitle> tls() {
        return List.of(
                row("F10", "The server's certificate has expired."),
                row("F11", "The server's certificate is for another host."),
                row("F12", "The server's certificate was issued by an authority that the client does not trust."),
                row("F13", "The server speaks TLS 1.0 only."),
                row("F14", "The server speaks plain HTTP where TLS is due."),
                row("F15", "The handshake breaks off or hangs."));
    }

    private static List<RowTitle> sending() {
        return List.of(
                row("F16", "The connection is reset while the request's head is sent."),
                row("F17", "The connection is reset while the request's body is sent."),
                row("F18", "The peer stops reading in the middle of the request's body."),
                row("F19", "The peer refuses before it has read the request's body, and closes."),
                row("F22", "The connection is closed after the request, before the answer is complete in its head."),
                row("F23", "The connection is reset after the request, before the answer is complete in its head."),
                row("F24", "The peer reads the request and closes its own half of the connection."));
    }

    private static List<RowTitle> heads() {
        return List.of(
                row("F25", "No answer comes."),
                row("F26", "The answer's head comes a byte at a time, too slowly."),
                row("F27", "What comes is not HTTP, or has no status that HTTP knows."),
                row("F28", "Interim answers (1xx) come before the answer, few or without end."),
                row("F29", "The peer switches protocols (101), which nobody asked for."),
                row("F30", "A field of the answer's head is malformed or very long, or there are very many."),
                row("F31", "The answer's length is told twice, wrongly, or in two ways."),
                row("F32", "A second answer follows behind the first, before there was a second request."));
    }

    private static List<RowTitle> bodies() {
        return List.of(
                row("F33", "The success has no body."),
                row("F34", "The body stalls or comes too slowly."),
                row("F35", "The body breaks off, or its framing is wrong."),
                row("F35a", "A body that ends with the connection is cut short."),
                row("F35b", "The body is compressed, in a coding that was not asked for."),
                row("F35c", "The body is longer than the limit, or has no end."),
                row("F35d", "The JSON is malformed, ambiguous or too deep."),
                row("F35e", "A byte order mark stands before the JSON."),
                row("F35f", "The body is not in UTF-8."),
                row("F35g", "The body is a web page, such as the login page of a network."),
                row("F35h", "The body is no support profile."));
    }

    private static List<RowTitle> meaning() {
        return List.of(
                row("F36", "The answer is a redirect."),
                row("F37", "The answer is 300 or 304, which no request of this client asks for."),
                row("F38", "The service refuses with a 4xx and says why."),
                row("F38a", "The service lacks one of the two paths that a write can go to, or both."),
                row("F39", "The service refuses with 403."),
                row("F40", "The body of a refusal is absent, broken, late, or of another kind."),
                row("F41", "The answer is 408."),
                row("F42", "The profile is not the one that If-Match names."),
                row("F43", "The service throttles (429) and says how long to wait."),
                row(
                        "F44",
                        "The service throttles (429) and does not say how long to wait, or not in a way that counts."),
                row("F45", "The service throttles (429) for longer than the call may wait."),
                row("F46", "The service fails with a 5xx that is not 503."),
                row("F47", "The service is not available (503)."),
                row("F48", "A gateway in front of the service answers 502 or 503 with a page of its own."),
                row("F49", "The service refuses a token once (401)."),
                row("F50", "The service refuses every token (401)."),
                row("F51", "The service refuses every token (401) and names a challenge."),
                row("F52", "The answer has ids of another request."),
                row("F53", "The service is not available for a thousand calls."));
    }

    private static List<RowTitle> tokens() {
        return List.of(
                row("F54", "The token provider fails."),
                row("F55", "The token provider is silent or slow, and a thousand callers wait."),
                row("F56", "The token provider fails, and fifty callers wait."),
                row("F57", "The login refuses the credentials, or wants a person to sign in."),
                row("F58", "The token provider gives no token, or one that no header can hold."),
                row("F59", "The token's lifetime is odd, or the token has expired already."),
                row("F60", "A new token cannot be had while the old one is still good."));
    }

    private static List<RowTitle> client() {
        return List.of(
                row("F61", "The caller's thread is interrupted in a blocking call."),
                row("F62", "The caller cancels the future of an async call."),
                row("F63", "The client is closed while a call is in progress."),
                row("F64", "The wall clock is set, or the machine is suspended."),
                row("F65", "The caller's executor or callback fails, or all connections are in use."),
                row("F66", "The gateway does not keep the port's promise."));
    }
}
