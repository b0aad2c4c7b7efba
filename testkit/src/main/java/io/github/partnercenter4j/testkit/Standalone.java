package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.testkit.json.Json;
import io.github.partnercenter4j.testkit.json.JsonWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** The fake as a program: says on one line of JSON where it is, and serves until it is killed. */
public final class Standalone {

    private static final int WRONG_USAGE = 2;
    private static final int FAILED = 1;

    private static final String USAGE = """
            Usage: java -jar partnercenter4j-testkit-<version>-standalone.jar [options]
              --port N   listen on this port of 127.0.0.1; 0, the default, takes a free one
              --seed N   make every id and token from this number
              --https    print the url as https; the port speaks both anyway
              --ca-out FILE
                         write the certificate to trust, in PEM, before anything is printed
              --help     print this and exit
            When it listens, it prints one line:
              {"url":"...","token":"...","tenant":"...",
               "authority":"https://...","clientId":"...","clientSecret":"...","refreshToken":"..."}
            The token is good for the API at the url; the refresh token can be exchanged for others at
            <authority>/<tenant>/oauth2/v2.0/token, with the scope <url>/user_impersonation.""";

    private Standalone() {}

    /**
     * Runs the fake until the process is killed.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        int code = run(args, System.out, System.err, new CountDownLatch(1));
        if (code != 0) {
            System.exit(code);
        }
    }

    /** Runs the fake until the latch opens or the thread is interrupted, and returns the exit code. */
    static int run(String[] args, PrintStream out, PrintStream err, CountDownLatch end) {
        StandaloneOptions options;
        try {
            options = StandaloneOptions.parse(args);
        } catch (IllegalArgumentException wrong) {
            err.println(wrong.getMessage());
            err.println(USAGE);
            return WRONG_USAGE;
        }
        if (options.help()) {
            out.println(USAGE);
            return 0;
        }
        try (FakePartnerCenter fake = options.open()) {
            Path caFile = options.caFile();
            if (caFile != null) {
                write(caFile, fake.caPem());
            }
            out.println(readyLine(fake));
            out.flush();
            end.await();
            return 0;
        } catch (UncheckedIOException refused) {
            err.println(refused.getMessage());
            return FAILED;
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException refused) {
            throw new UncheckedIOException(
                    "Cannot write to " + file + ": " + refused.getClass().getSimpleName(), refused);
        }
    }

    private static String readyLine(FakePartnerCenter fake) {
        return JsonWriter.write(Json.members()
                .add("url", Json.text(fake.url().toString()))
                .add("token", Json.text(fake.tokens().lasting().value()))
                .add("tenant", Json.text(fake.tenant()))
                .add("authority", Json.text(fake.cloud().authority().toString()))
                .add("clientId", Json.text(fake.login().clientId()))
                .add("clientSecret", Json.text(fake.login().clientSecret()))
                .add("refreshToken", Json.text(fake.login().issueRefreshToken()))
                .object());
    }
}
