package io.github.partnercenter4j.testkit.standalone;

import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.admin.AdminDoor;
import io.github.partnercenter4j.testkit.admin.AdminSettings;
import io.github.partnercenter4j.testkit.admin.MovableClock;
import io.github.partnercenter4j.testkit.admin.SeedData;
import io.github.partnercenter4j.testkit.behaviour.Preset;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the command line asks of {@link Standalone}. Read once, and not changed after that. */
final class StandaloneOptions {

    private int port;
    private @Nullable Long seed;
    private @Nullable InetAddress bind;
    private Preset preset = Preset.OBSERVED;
    private SeedData data = SeedData.NOTHING;
    private boolean https;
    private @Nullable String basePath;
    private boolean endsWithStdin;
    private @Nullable Path caFile;
    private @Nullable Path readyFile;
    private boolean help;

    private StandaloneOptions() {}

    /**
     * Reads a command line, and the file with data that it names.
     *
     * @throws IllegalArgumentException if there is something wrong with it; the message says what
     */
    static StandaloneOptions parse(String... args) {
        StandaloneOptions options = new StandaloneOptions();
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--help" -> options.help = true;
                case "--https" -> options.https = true;
                case "--exit-when-stdin-closes" -> options.endsWithStdin = true;
                case "--ca-out" -> options.caFile = file(args, ++i);
                case "--ready-file" -> options.readyFile = file(args, ++i);
                case "--port" -> options.port = (int) number(args, ++i, 0, 65_535);
                case "--seed" -> options.seed = number(args, ++i, Long.MIN_VALUE, Long.MAX_VALUE);
                case "--preset" -> options.preset = preset(args, ++i);
                case "--bind" -> options.bind = address(args, ++i);
                case "--base-path" -> options.basePath = basePath(args, ++i);
                case "--data" -> options.data = data(file(args, ++i));
                default -> throw new IllegalArgumentException("Unknown option: " + args[i]);
            }
        }
        return options;
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

    private static Path file(String[] args, int index) {
        String name = value(args, index, "the name of a file");
        try {
            return Path.of(name);
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

    /** Takes an address in numbers only: to look a name up would be to ask the network. */
    private static InetAddress address(String[] args, int index) {
        String text = value(args, index, "an address, such as 127.0.0.1");
        try {
            return InetAddress.getByAddress(bytes(text));
        } catch (NumberFormatException | UnknownHostException noAddress) {
            throw new IllegalArgumentException("Option " + args[index - 1]
                    + " needs an address such as 127.0.0.1 or 0.0.0.0, or ::1 or ::, not: " + text);
        }
    }

    /** Returns an address's bytes, or as many as there are numbers, which no address has. */
    private static byte[] bytes(String address) {
        if (address.equals("::") || address.equals("::1")) {
            byte[] bytes = new byte[16];
            bytes[15] = (byte) (address.equals("::1") ? 1 : 0);
            return bytes;
        }
        String[] numbers = (address.equals("localhost") ? "127.0.0.1" : address).split("\\.", -1);
        byte[] bytes = new byte[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            int number = Integer.parseInt(numbers[i]);
            if (number < 0 || number > 255) {
                throw new NumberFormatException(address);
            }
            bytes[i] = (byte) number;
        }
        return bytes;
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

    boolean help() {
        return help;
    }

    @Nullable
    Path caFile() {
        return caFile;
    }

    @Nullable
    Path readyFile() {
        return readyFile;
    }

    boolean endsWithStdin() {
        return endsWithStdin;
    }

    /** Returns an address that others than this machine can reach, if that was asked for, or null. */
    @Nullable
    InetAddress exposed() {
        return bind == null || bind.isLoopbackAddress() ? null : bind;
    }

    /**
     * Makes the fake.
     *
     * @param shutdown ends the program
     * @throws IllegalArgumentException if it cannot keep the data
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
        if (basePath != null) {
            builder.basePath(basePath);
        }
        FakePartnerCenter fake = builder.build();
        if (bind != null) {
            fake.port().bind(bind);
        }
        AdminSettings settings = new AdminSettings(data, shutdown, exposed() != null);
        fake.port().admin(() -> new AdminDoor(fake, settings));
        try {
            data.applyTo(fake);
        } catch (IllegalArgumentException wrong) {
            fake.close();
            throw new IllegalArgumentException("Option --data: " + wrong.getMessage());
        }
        return fake;
    }
}
