package io.github.partnercenter4j.testkit.standalone;

import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.admin.Views;
import io.github.partnercenter4j.testkit.json.JsonWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;

/** The fake as a program: prints its address as one line of JSON, and serves until it is killed. */
public final class Standalone {

    private static final int WRONG_USAGE = 2;
    private static final int FAILED = 1;

    private static final String USAGE = """
            Usage: java -jar partnercenter4j-testkit-<version>-standalone.jar [options]
              --port N   listen on this port; 0, the default, takes a free one
              --bind ADDRESS
                         listen on this address, 127.0.0.1 unless given; one that other machines can reach, such as
                         0.0.0.0, lets them read and change everything in the fake
              --host-name NAME
                         another host name of the fake, such as the name of a container; may be given again
              --public-url URL
                         the URL that all clients use, such as https://fake:8585, behind a proxy or another port
              --https    print the url as https, as for any other host than this machine; the port always supports http and
                         https
              --cert FILE, --key FILE
                         show this certificate, in PEM, in place of one of the fake's own authority
              --base-path PATH
                         serve the API below this path, such as /partnercenter, as behind an API gateway
              --ca-out FILE
                         write the certificate to trust, in PEM, before anything is printed
              --seed N   make every id and token from this number
              --preset NAME
                         observed (the default), documented or strict: which behaviours to use
              --observed FILE
                         switch the behaviours as this report of the console's command probe describes
              --data FILE
                         begin with these profiles: {"tenants": {"default": {"profile": {"email": "..."}}}}
              --ready-file FILE
                         write the line below to a file as well, whole or not at all
              --exit-when-stdin-closes
                         end when whoever started this does
              --help     print this and exit
            Each option can also be a variable, PARTNERCENTER4J_FAKE_OPTION_PUBLIC_URL for --public-url; true for one that
            takes no value. The command line overrides variables.
            When it listens, it prints one line:
              {"url":"...","token":"...","tenant":"...",
               "authority":"https://...","clientId":"...","clientSecret":"...","publicClientId":"...",
               "refreshToken":"..."}
            The token is good for the API at the url; the refresh token can be exchanged for others at
            <authority>/<tenant>/oauth2/v2.0/token, with the scope <url>/user_impersonation.
            Tests are arranged and verified below <url>/__admin/: <url>/__admin/openapi.json describes it. In a browser,
            <url>/__admin shows what is stored and what comes, and plays faults.""";

    private Standalone() {}

    /**
     * Runs the fake until the process is killed.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        int code = run(
                StandaloneOptions.withEnvironment(System.getenv(), args),
                System.in,
                System.out,
                System.err,
                new CountDownLatch(1));
        if (code != 0) {
            System.exit(code);
        }
    }

    /** Runs the fake until the latch opens or the thread is interrupted, and returns the exit code. */
    static int run(String[] args, InputStream in, PrintStream out, PrintStream err, CountDownLatch end) {
        StandaloneOptions options;
        try {
            options = StandaloneOptions.parse(args);
        } catch (IllegalArgumentException wrong) {
            err.println(wrong.getMessage());
            return WRONG_USAGE;
        }
        if (options.help()) {
            out.println(USAGE);
            return 0;
        }
        OutputFile readyFile = options.readyFile();
        try (FakePartnerCenter fake = options.open(end::countDown)) {
            // Not before the fake listens: if it cannot, the file may be that of a fake that runs. Not later: a program
            // that waits for the file must not find the file of an earlier run.
            if (readyFile != null) {
                readyFile.delete();
            }
            OutputFile caFile = options.caFile();
            if (caFile != null) {
                caFile.write(fake.caPem());
            }
            if (options.exposed() != null) {
                err.println("Warning: the fake listens on " + options.exposed().getHostAddress()
                        + ". Everyone who can reach this address can read and change everything in the fake.");
            }
            String ready = JsonWriter.write(Views.connection(fake, null));
            if (readyFile != null) {
                readyFile.write(ready + "\n");
            }
            if (options.endsWithStdin()) {
                endWith(in, end);
            }
            out.println(ready);
            out.flush();
            end.await();
            return 0;
        } catch (IllegalArgumentException wrongData) {
            err.println(wrongData.getMessage());
            return WRONG_USAGE;
        } catch (UncheckedIOException refused) {
            err.println(refused.getMessage());
            return FAILED;
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private static void endWith(InputStream in, CountDownLatch end) {
        Thread thread = new Thread(
                () -> {
                    try {
                        // Not skip(), which fails for pipes on some Java versions.
                        in.transferTo(OutputStream.nullOutputStream());
                    } catch (IOException closed) {
                        // The input has ended.
                    }
                    end.countDown();
                },
                "partnercenter4j-fake-stdin");
        thread.setDaemon(true);
        thread.start();
    }
}
