package io.github.partnercenter4j.testkit.standalone;

import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.admin.AdminDoor;
import io.github.partnercenter4j.testkit.admin.AdminSettings;
import io.github.partnercenter4j.testkit.admin.MovableClock;
import io.github.partnercenter4j.testkit.admin.SeedData;
import io.github.partnercenter4j.testkit.admin.Views;
import io.github.partnercenter4j.testkit.behaviour.Preset;
import io.github.partnercenter4j.testkit.door.PublicAddress;
import io.github.partnercenter4j.testkit.tls.FakeTls;
import io.github.partnercenter4j.testkit.tls.OwnCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The options of {@link Standalone}. Not changed after parsing. */
final class StandaloneOptions {

    private static final String VARIABLE = "PARTNERCENTER4J_FAKE_OPTION_";
    private static final String HOST_NAME = "--host-name";
    private static final Set<String> FLAGS = Set.of("--https", "--exit-when-stdin-closes", "--help");

    private int port;
    private @Nullable Long seed;
    private @Nullable InetAddress bind;
    private @Nullable URI publicUrl;
    private final List<String> hostNames = new ArrayList<>();
    private Preset preset = Preset.OBSERVED;
    private SeedData data = SeedData.NOTHING;
    private @Nullable Path observed;
    private boolean https;
    private @Nullable String basePath;
    private boolean endsWithStdin;
    private @Nullable Path certificateFile;
    private @Nullable Path keyFile;
    private @Nullable OwnCertificate certificate;
    private @Nullable OutputFile caFile;
    private @Nullable OutputFile readyFile;
    private final Map<String, Path> files = new LinkedHashMap<>();
    private boolean help;

    private StandaloneOptions() {}

    /**
     * Reads a command line and the files that it names.
     *
     * @throws IllegalArgumentException if an option is wrong; the message says what to do
     */
    static StandaloneOptions parse(String... args) {
        StandaloneOptions options = new StandaloneOptions();
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--help" -> options.help = true;
                case "--https" -> options.https = true;
                case "--exit-when-stdin-closes" -> options.endsWithStdin = true;
                case "--cert" -> options.certificateFile = options.file(args, ++i);
                case "--key" -> options.keyFile = options.file(args, ++i);
                case "--ca-out" -> options.caFile = new OutputFile(args[i], options.file(args, ++i), FakeTls::isCaPem);
                case "--ready-file" ->
                    options.readyFile = new OutputFile(args[i], options.file(args, ++i), Views::isConnection);
                case "--port" -> options.port = (int) number(args, ++i, 0, 65_535);
                case "--seed" -> options.seed = number(args, ++i, Long.MIN_VALUE, Long.MAX_VALUE);
                case "--preset" -> options.preset = preset(args, ++i);
                case "--bind" -> options.bind = address(args, ++i);
                case "--public-url" -> options.publicUrl = publicUrl(args, ++i);
                case HOST_NAME -> options.hostNames(args, ++i);
                case "--base-path" -> options.basePath = basePath(args, ++i);
                case "--data" -> options.data = data(options.file(args, ++i));
                case "--observed" -> options.observed = observed(options.file(args, ++i));
                default ->
                    throw new IllegalArgumentException(
                            "Unknown option: " + args[i] + ". Use --help to list all options.");
            }
        }
        if (!options.help) {
            options.check();
        }
        return options;
    }

    /** Refuses options that contradict each other. */
    private void check() {
        checkFiles();
        if (https && publicUrl != null && publicUrl.getScheme().equals("http")) {
            throw new IllegalArgumentException("Options --https and --public-url " + publicUrl
                    + " contradict each other: use an https URL, or remove --https.");
        }
        if (certificateFile == null && keyFile == null) {
            return;
        }
        if (certificateFile == null || keyFile == null) {
            throw new IllegalArgumentException(
                    keyFile == null
                            ? "Option --cert needs --key FILE as well, with the certificate's key."
                            : "Option --key needs --cert FILE as well, with the key's certificate.");
        }
        if (caFile != null) {
            throw new IllegalArgumentException(
                    "Options --ca-out and --cert contradict each other: remove --ca-out. Clients must trust the"
                            + " authority that issued your certificate.");
        }
        certificate = own(certificateFile, keyFile);
    }

    /** Refuses a file that two options name, and files that cannot be written. */
    private void checkFiles() {
        for (OutputFile output : outputs()) {
            files.forEach((option, file) -> {
                if (!option.equals(output.option()) && isSame(file, output.path())) {
                    throw new IllegalArgumentException("Options " + option + " and " + output.option()
                            + " name the same file, " + output.path() + ": use two different files.");
                }
            });
            output.check();
        }
    }

    private List<OutputFile> outputs() {
        return Stream.of(caFile, readyFile).filter(Objects::nonNull).toList();
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException missing) {
            return one.toAbsolutePath()
                    .normalize()
                    .equals(other.toAbsolutePath().normalize());
        }
    }

    private OwnCertificate own(Path certificateFile, Path keyFile) {
        OwnCertificate own;
        try {
            own = OwnCertificate.read(certificateFile, keyFile);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("Options --cert and --key: " + wrong.getMessage());
        }
        String host = new PublicAddress(bind, https, publicUrl, hostNames).printed();
        if (own.hosts().stream().noneMatch(name -> isFor(name, host))) {
            throw new IllegalArgumentException("Option --cert: the certificate in " + certificateFile + " is for "
                    + (own.hosts().isEmpty() ? "no host" : String.join(", ", own.hosts())) + ", not for " + host
                    + ", which is the host in the fake's addresses. Set --public-url or --host-name to a host of the"
                    + " certificate.");
        }
        return own;
    }

    private static boolean isFor(String name, String host) {
        if (PublicAddress.isAddress(host)) {
            return !name.contains("*") && PublicAddress.host(name).equals(host);
        }
        return name.equalsIgnoreCase(name.startsWith("*.") ? host.replaceFirst("^[^.]+", "*") : host);
    }

    /**
     * Returns the options of the environment, then those of the command line, which override them. For example,
     * {@code PARTNERCENTER4J_FAKE_OPTION_PUBLIC_URL} is {@code --public-url}.
     */
    static String[] withEnvironment(Map<String, String> environment, String... args) {
        // Not PARTNERCENTER4J_FAKE_ alone: Kubernetes sets PARTNERCENTER4J_FAKE_PORT for a service of that name.
        List<String> all = new ArrayList<>();
        new TreeMap<>(environment).forEach((variable, value) -> {
            if (variable.startsWith(VARIABLE) && !value.isEmpty()) {
                String option = "--"
                        + variable.substring(VARIABLE.length())
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '-');
                if (option.equals(HOST_NAME) && List.of(args).contains(option)) {
                    // The last of other options counts, but these names would be added.
                    return;
                }
                if (!FLAGS.contains(option)) {
                    all.addAll(List.of(option, value));
                } else if (!value.equals("false")) {
                    all.add(value.equals("true") ? option : option + "=" + value);
                }
            }
        });
        all.addAll(List.of(args));
        return all.toArray(new String[0]);
    }

    private static String value(String[] args, int index, String wanted) {
        if (index == args.length || args[index].startsWith("--")) {
            throw new IllegalArgumentException("Option " + args[index - 1] + " needs " + wanted + ".");
        }
        return args[index];
    }

    private static long number(String[] args, int index, long least, long most) {
        String text = value(args, index, "a number");
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException noNumber) {
            // Refused below, like a number out of range.
        }
        throw new IllegalArgumentException(
                "Option " + args[index - 1] + " needs a number from " + least + " to " + most + ", not: " + text);
    }

    private Path file(String[] args, int index) {
        String name = value(args, index, "the name of a file");
        try {
            Path file = Path.of(name);
            files.put(args[index - 1], file);
            return file;
        } catch (InvalidPathException noPath) {
            throw new IllegalArgumentException("Option " + args[index - 1] + " needs the name of a file, not: " + name);
        }
    }

    private static Preset preset(String[] args, int index) {
        String name = value(args, index, "observed, documented or strict");
        for (Preset preset : Preset.values()) {
            if (preset.name().toLowerCase(Locale.ROOT).equals(name)) {
                return preset;
            }
        }
        throw new IllegalArgumentException("Option --preset needs observed, documented or strict, not: " + name);
    }

    /** Accepts only a numeric address, because a name would need a network look-up. */
    private static InetAddress address(String[] args, int index) {
        String text = value(args, index, "an address, such as 127.0.0.1");
        try {
            InetAddress address = PublicAddress.address(text.equals("localhost") ? "127.0.0.1" : text);
            if (!address.isLinkLocalAddress() && !address.isMulticastAddress()) {
                return address;
            }
        } catch (IllegalArgumentException noAddress) {
            // Refused below.
        }
        throw new IllegalArgumentException(
                "Option --bind needs an address of this machine, such as 127.0.0.1 or ::1, or"
                        + " 0.0.0.0 or :: for all of them, not: " + text);
    }

    private static URI publicUrl(String[] args, int index) {
        String text = value(args, index, "an address, such as https://fake:8585");
        try {
            return PublicAddress.publicUrl(new URI(text));
        } catch (URISyntaxException unreadable) {
            throw new IllegalArgumentException("Option --public-url needs http or https and a host, not: " + text);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("Option --public-url " + wrong.getMessage());
        }
    }

    private void hostNames(String[] args, int index) {
        for (String name : value(args, index, "a name, such as fake").split(",", -1)) {
            try {
                hostNames.add(PublicAddress.host(name.strip()));
            } catch (IllegalArgumentException wrong) {
                throw new IllegalArgumentException("Option --host-name: " + wrong.getMessage());
            }
        }
    }

    private static String basePath(String[] args, int index) {
        String path = value(args, index, "a path, such as /partnercenter");
        try {
            FakePartnerCenter.builder().basePath(path);
            return path;
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("Option --base-path: " + wrong.getMessage());
        }
    }

    private static SeedData data(Path file) {
        try {
            return SeedData.read(Files.readAllBytes(file));
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("Option --data: cannot read " + file + ": "
                    + unreadable.getClass().getSimpleName());
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("Option --data: " + file + ": " + wrong.getMessage());
        }
    }

    /** Returns the file if it is a report. */
    private static Path observed(Path report) {
        try {
            FakePartnerCenter.builder().observed(report);
            return report;
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("Option --observed: " + wrong.getMessage());
        }
    }

    boolean help() {
        return help;
    }

    @Nullable
    OutputFile caFile() {
        return caFile;
    }

    @Nullable
    OutputFile readyFile() {
        return readyFile;
    }

    boolean endsWithStdin() {
        return endsWithStdin;
    }

    /** Returns the address to listen on if other machines can reach it, or null. */
    @Nullable
    InetAddress exposed() {
        return bind == null || bind.isLoopbackAddress() ? null : bind;
    }

    /**
     * Creates the fake and starts to listen.
     *
     * @param shutdown ends the program
     * @throws IllegalArgumentException if the data is wrong, or the fake cannot listen
     */
    FakePartnerCenter open(Runnable shutdown) {
        FakePartnerCenter.Builder builder =
                FakePartnerCenter.builder().port(port).preset(preset).clock(new MovableClock());
        if (seed != null) {
            builder.seed(seed);
        }
        if (https) {
            builder.https();
        }
        if (observed != null) {
            builder.observed(observed);
        }
        if (basePath != null) {
            builder.basePath(basePath);
        }
        if (bind != null) {
            builder.bind(bind);
        }
        if (publicUrl != null) {
            builder.publicUrl(publicUrl);
        }
        hostNames.forEach(builder::hostName);
        FakePartnerCenter fake = builder.build();
        if (certificate != null) {
            fake.port().certificate(certificate);
        }
        AdminSettings settings = new AdminSettings(data, shutdown, certificate != null);
        fake.port().admin(() -> new AdminDoor(fake, settings));
        try {
            data.applyTo(fake);
        } catch (IllegalArgumentException wrong) {
            fake.close();
            throw new IllegalArgumentException("Option --data: " + wrong.getMessage());
        }
        try {
            fake.port().listening();
        } catch (UncheckedIOException taken) {
            fake.close();
            throw new IllegalArgumentException(
                    taken.getMessage() + ". Use another port (--port) or another address of this machine (--bind).");
        }
        return fake;
    }
}
