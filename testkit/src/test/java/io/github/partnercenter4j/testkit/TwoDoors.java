package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.error.TransportException;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.ResourcePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The two ways to the fake. Each exchange has its own connection. */
enum TwoDoors {
    IN_MEMORY {
        @Override
        int get(FakePartnerCenter fake, AccessToken token, String locale) {
            return status(fake.gateway().fetch(context(token, locale)));
        }

        @Override
        int put(FakePartnerCenter fake, String telephone) {
            SupportProfile profile = fake.profile().withTelephone(telephone);
            return status(fake.gateway().replace(profile, context(fake.tokens().appPlusUser(), "en-US")));
        }
    },
    HTTP {
        @Override
        int get(FakePartnerCenter fake, AccessToken token, String locale) {
            return status(fake.url(), "", "GET /v1/profiles/support HTTP/1.1", token, "X-Locale: " + locale);
        }

        @Override
        int put(FakePartnerCenter fake, String telephone) {
            return status(
                    fake.url(),
                    "{\"Telephone\":\"" + telephone + "\",\"ProfileType\":\"support_profile\"}",
                    "PUT /v1/profiles/support HTTP/1.1",
                    fake.tokens().appPlusUser(),
                    "Content-Type: application/json");
        }
    };

    /** Returns the status, or 0 if the connection broke. */
    abstract int get(FakePartnerCenter fake, AccessToken token, String locale);

    /** Returns the status, or 0 if the connection broke. */
    abstract int put(FakePartnerCenter fake, String telephone);

    int get(FakePartnerCenter fake) {
        return get(fake, fake.tokens().appPlusUser(), "en-US");
    }

    static RequestContext context(AccessToken token, String locale) {
        return RequestContext.builder()
                .requestId(UUID.randomUUID().toString())
                .correlationId(UUID.randomUUID().toString())
                .accessToken(token)
                .path(ResourcePath.SUPPORT)
                .locale(Locale.forLanguageTag(locale))
                .build();
    }

    private static int status(CompletableFuture<SupportProfileReply> call) {
        try {
            return call.join().metadata().status();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof ServiceException answered) {
                return answered.status();
            }
            if (failure.getCause() instanceof AuthenticationException) {
                return 401;
            }
            if (failure.getCause() instanceof TransportException) {
                return 0;
            }
            throw failure;
        }
    }

    private static int status(URI url, String body, String requestLine, AccessToken token, String header) {
        String head = requestLine + "\r\nHost: fake\r\nConnection: close\r\nAuthorization: Bearer " + token.value()
                + "\r\n" + header + "\r\nContent-Length: " + body.length() + "\r\n\r\n";
        try {
            byte[] answer = RawHttp.exchange(url, head, body.getBytes(StandardCharsets.US_ASCII));
            return answer.length == 0 ? 0 : Integer.parseInt(new String(answer, 9, 3, StandardCharsets.US_ASCII));
        } catch (SocketException broken) {
            return 0;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
