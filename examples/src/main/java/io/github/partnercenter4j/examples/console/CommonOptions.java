package io.github.partnercenter4j.examples.console;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of all commands. Picocli sets the fields. */
final class CommonOptions {

    static final String VERBOSE = "--verbose";

    @Option(names = "--cloud", paramLabel = "NAME", description = "${COMPLETION-CANDIDATES}; global unless given.")
    private @Nullable CloudName cloud;

    @Option(
            names = "--transport",
            paramLabel = "NAME",
            defaultValue = "retrofit",
            description = "${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} unless given.")
    private Transport transport = Transport.RETROFIT;

    @Option(
            names = "--tenant",
            paramLabel = "ID",
            description = "The partner's tenant, a GUID or a domain; or " + Partner.TENANT + ".")
    private @Nullable String tenant;

    @Option(
            names = "--client-id",
            paramLabel = "GUID",
            description = "The app registration's application id; or " + Partner.CLIENT_ID + ".")
    private @Nullable String clientId;

    @Option(
            names = "--store",
            paramLabel = "FILE",
            description = "Where the refresh token is kept, for you alone to read; or " + Partner.STORE + ".")
    private @Nullable Path store;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "How long the command may take: 60 unless given, 900 for a consent;"
                    + " in a probe, how long it may take to put the profile back.")
    private @Nullable Integer timeout;

    @Option(names = "--json", description = "Print JSON instead of lines.")
    private boolean json;

    @Option(
            names = "--fake",
            description = "Work against a fake Partner Center with a login of its own, inside this program.")
    private boolean fake;

    @Option(names = VERBOSE, description = "Print a failure's stack trace, too.")
    @SuppressWarnings("UnusedVariable") // Picocli reads it. Failures are reported by code without this object.
    private boolean verbose;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this.")
    @SuppressWarnings("UnusedVariable") // The library reads it.
    private boolean help;

    @Nullable
    CloudName cloud() {
        return cloud;
    }

    Transport transport() {
        return transport;
    }

    @Nullable
    String tenant() {
        return tenant;
    }

    @Nullable
    String clientId() {
        return clientId;
    }

    @Nullable
    Path store() {
        return store;
    }

    /** Returns the time limit of the command, or its default. */
    Duration timeout(Duration usual) {
        if (timeout == null) {
            return usual;
        }
        if (timeout < 1 || timeout > 86_400) {
            throw new UsageException("--timeout must be 1 to 86400 seconds, but is " + timeout + ".");
        }
        return Duration.ofSeconds(timeout);
    }

    boolean isJson() {
        return json;
    }

    boolean isFake() {
        return fake;
    }

    /** Refuses options without effect, which would be misleading. Variables may be set for other runs. */
    void requireNothingThatAFakeBrings() {
        if (cloud != null || tenant != null || clientId != null || store != null) {
            throw new UsageException("--fake brings a cloud, a tenant, an app and a store of its own: omit --cloud,"
                    + " --tenant, --client-id and --store.");
        }
    }
}
