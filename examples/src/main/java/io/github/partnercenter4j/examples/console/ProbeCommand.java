package io.github.partnercenter4j.examples.console;

import io.github.partnercenter4j.examples.probe.HttpPeer;
import io.github.partnercenter4j.examples.probe.Probe;
import io.github.partnercenter4j.examples.probe.Question;
import io.github.partnercenter4j.examples.probe.Questions;
import io.github.partnercenter4j.examples.probe.Report;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Asks the service what the fake guesses, and writes a report. */
@Command(
        name = "probe",
        description = {
            "Ask the service what the fake only guesses, and write a report of how far the fake is from it.",
            "For a partner of the integration sandbox. Without --write nothing is changed.",
            "Some questions need a token of another kind, in a variable: --dry-run names them."
        })
final class ProbeCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(
            names = "--report",
            paramLabel = "NAME",
            defaultValue = "partner-center-probe",
            description = "Writes NAME.md and NAME.json; ${DEFAULT-VALUE} unless given.")
    private String report = "partner-center-probe";

    @Option(
            names = "--write",
            description =
                    "Ask by PUT, POST, PATCH and DELETE, too. The profile changes for some minutes, and is put back.")
    private boolean write;

    @Option(names = "--dry-run", description = "Show what would be asked. Needs no sign-in and no network.")
    private boolean dryRun;

    @Option(
            names = "--pace",
            paramLabel = "MS",
            defaultValue = "1000",
            description = "The pause between two requests, in milliseconds; ${DEFAULT-VALUE} unless given.")
    private int pace = 1000;

    @Option(
            names = "--budget",
            paramLabel = "N",
            defaultValue = "150",
            description = "How many requests are sent at most; ${DEFAULT-VALUE} unless given.")
    private int budget = 150;

    ProbeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (pace < 0 || pace > 60_000) {
            throw new UsageException("--pace must be 0 to 60000 milliseconds, but is " + pace + ".");
        }
        if (budget < 1 || budget > 10_000) {
            throw new UsageException("--budget must be 1 to 10000 requests, but is " + budget + ".");
        }
        List<Question> questions = Questions.ALL;
        if (dryRun) {
            surroundings.out().print(Questions.show(write, budget, Duration.ofMillis(pace)));
            return ExitCode.DONE.value();
        }
        ReportFile markdown = ReportFile.of(report + ".md", Report.MARKDOWN_BEGIN);
        ReportFile json = ReportFile.of(report + ".json", Report.JSON_BEGIN);
        try (Session session = Session.open(common, surroundings);
                FakePartnerCenter reference = FakePartnerCenter.create()) {
            ProbeTokens tokens = new ProbeTokens(session, surroundings);
            tokens.check();
            PutBack putBack =
                    write ? PutBack.announced(session, surroundings, Duration.ofMillis(pace), questions) : null;
            Probe probe = new Probe(
                    new Probe.Settings(Duration.ofMillis(pace), budget, write),
                    new HttpPeer(
                            session.partner().cloud().apiBase(),
                            session.partner().trust(),
                            tokens::of,
                            surroundings.patience()),
                    surroundings.patience(),
                    session::say);
            boolean isAsBefore = true;
            try {
                probe.ask(questions, reference);
            } finally {
                isAsBefore = putBack == null || putBack.run(probe);
            }
            write(session, probe.result(), markdown, json);
            return exitCode(probe.result(), isAsBefore).value();
        }
    }

    private void write(Session session, Probe.Result result, ReportFile markdown, ReportFile json) {
        CloudName cloud = common.cloud() == null ? CloudName.GLOBAL : common.cloud();
        Report found = new Report(
                common.isFake() ? "fake" : cloud.toString(),
                LocalDate.ofInstant(surroundings.time().now(), ZoneOffset.UTC),
                write,
                result);
        markdown.write(found.markdown());
        json.write(found.json());
        if (result.end() != null) {
            session.say("Not everything was asked: " + result.end() + ".");
        }
        session.print(new Printed()
                .with("agree", String.valueOf(result.count(true)))
                .with("differ", String.valueOf(result.count(false)))
                .with("open", String.valueOf(result.open()))
                .with("report", markdown.path().toString())
                .with("json", json.path().toString()));
    }

    private static ExitCode exitCode(Probe.Result result, boolean isAsBefore) {
        if (!isAsBefore) {
            return ExitCode.OUTCOME_UNKNOWN;
        }
        return switch (result.ending()) {
            case COMPLETE, BUDGET -> ExitCode.DONE;
            case THROTTLED -> ExitCode.LATER;
            case NO_TOKEN -> ExitCode.SIGN_IN;
            case NO_READ, INTERRUPTED -> ExitCode.FAILED;
        };
    }
}
