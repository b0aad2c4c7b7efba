package io.github.partnercenter4j.examples.console;

import io.github.partnercenter4j.error.PartnerCenterException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Signs a partner in and reads or changes the support profile, from the command line:
 *
 * <pre>
 * scripts/partner-center get --fake
 * </pre>
 *
 * <p>The result is printed on stdout, everything else on stderr. {@code --help} lists commands, options, variables and
 * exit codes.
 */
@Command(
        name = "partner-center",
        description = "Read and change a partner's support profile in Microsoft Partner Center.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nVariables:%n",
        footer = {
            "  " + Partner.TENANT + "         for --tenant",
            "  " + Partner.CLIENT_ID + "      for --client-id",
            "  " + Partner.STORE + "          for --store",
            "  " + Partner.SECRET + "  the app's secret, which no option takes;",
            "                                without it the app is a public client",
            "  " + Surroundings.QUIET + "          set it to print nothing while a command waits"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:refused by the service, cancelled, or a defect",
            "2:the command line or a variable makes no sense",
            "3:somebody must sign in (consent), or renew a credential",
            "4:may pass: the same command may succeed later",
            "5:the profile may have been changed or not: read it"
        })
public final class PartnerCenterConsole {

    /** Other commands end at once. A probe first waits for its last update and puts the profile back. */
    private static final long SECONDS_TO_END = 100;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this.")
    @SuppressWarnings("UnusedVariable") // The library reads it.
    private boolean help;

    private PartnerCenterConsole() {}

    /**
     * Runs a command and exits. Ctrl-C cancels it, prints the outcome of a write, and exits with 130.
     *
     * @param args the command and its options
     */
    public static void main(String[] args) {
        Thread runs = Thread.currentThread();
        CountDownLatch over = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> interruptAndWait(runs, over), "partner-center-end"));
        int exitCode;
        try {
            exitCode = run(args, System.out, System.err, System.getenv());
        } finally {
            over.countDown();
        }
        System.exit(exitCode);
    }

    private static void interruptAndWait(Thread runs, CountDownLatch over) {
        if (over.getCount() > 0) {
            runs.interrupt();
            try {
                if (!over.await(SECONDS_TO_END, TimeUnit.SECONDS)) {
                    System.err.println("Cancelled, and not waited for.");
                }
            } catch (InterruptedException inAHurry) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Runs a command with given streams and a given environment. Returns the exit code. */
    static int run(String[] args, PrintStream out, PrintStream err, Map<String, String> environment) {
        return run(args, Surroundings.real(environment, out, err));
    }

    /** Runs a command in a given environment. Returns the exit code. */
    static int run(String[] args, Surroundings surroundings) {
        CommandLine commands = new CommandLine(new PartnerCenterConsole())
                .addSubcommand(new ConsentCommand(surroundings))
                .addSubcommand(new GetCommand(surroundings))
                .addSubcommand(new SetCommand(surroundings))
                .addSubcommand(new ProbeCommand(surroundings))
                .addSubcommand(new StatusCommand(surroundings))
                .addSubcommand(new AutoComplete.GenerateCompletion())
                .setCaseInsensitiveEnumValuesAllowed(true)
                // An e-mail address may begin with @, which picocli would take for a file to read.
                .setExpandAtFiles(false)
                .setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF))
                .setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler((wrong, given) -> usage(surroundings, sentence(wrong)))
                .setExecutionExceptionHandler((thrown, command, given) ->
                        failed(surroundings, thrown, command.getParseResult().hasMatchedOption(CommonOptions.VERBOSE)));
        return commands.execute(args);
    }

    /** Hides arguments in picocli's message, because one could be a secret in the wrong place. */
    private static String sentence(ParameterException wrong) {
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            String options = unmatched.getUnmatched().stream()
                    .filter(word -> word.startsWith("-"))
                    .map(word -> word.split("=", -1)[0])
                    .collect(Collectors.joining(", "));
            boolean noCommand = unmatched.getCommandLine().getParent() == null;
            if (noCommand || options.isEmpty()) {
                return noCommand
                        ? "The first word must be a command: consent, get, set, status, probe or generate-completion."
                        : "There is a word that belongs to no option.";
            }
            return "There is no option " + options + ".";
        }
        if (wrong.getArgSpec() instanceof OptionSpec option && option.type().isEnum()) {
            return option.longestName() + " must be one of "
                    + Arrays.stream(option.type().getEnumConstants())
                            .map(String::valueOf)
                            .collect(Collectors.joining(", "))
                    + ".";
        }
        return String.valueOf(wrong.getMessage());
    }

    private static int usage(Surroundings surroundings, String sentence) {
        surroundings.err().println(sentence);
        surroundings.err().println("See --help, or COMMAND --help.");
        return ExitCode.USAGE.value();
    }

    private static int failed(Surroundings surroundings, Exception thrown, boolean isVerbose) {
        if (thrown instanceof UsageException wrong) {
            return usage(surroundings, String.valueOf(wrong.getMessage()));
        }
        ExitCode code = ExitCode.FAILED;
        if (thrown instanceof PartnerCenterException failure) {
            surroundings.err().println(failure.getMessage());
            code = ExitCode.of(failure);
        } else if (thrown instanceof UncheckedIOException file) {
            surroundings.err().println(file.getMessage());
        } else {
            surroundings.err().println("A defect of this program: " + thrown + (isVerbose ? "" : " (see --verbose)"));
        }
        if (isVerbose) {
            thrown.printStackTrace(surroundings.err());
        }
        return code.value();
    }
}
