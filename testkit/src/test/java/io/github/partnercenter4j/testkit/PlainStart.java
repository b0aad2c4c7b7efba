package io.github.partnercenter4j.testkit;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A program that uses a fake over plain HTTP and in memory, and nothing else. */
final class PlainStart {

    private PlainStart() {}

    public static void main(String[] args) throws IOException {
        try (FakePartnerCenter fake = FakePartnerCenter.create()) {
            URI url = fake.url();
            String request =
                    "GET /v1/profiles/support HTTP/1.1\r\nHost: fake\r\nConnection: close\r\nAuthorization: Bearer "
                            + fake.tokens().appPlusUser().value() + "\r\n\r\n";
            try (Socket socket = new Socket(url.getHost(), url.getPort())) {
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                System.out.println("Answer: " + answer.substring(0, answer.indexOf('\r')));
            }
            fake.gateway().close();
        }
    }
}
