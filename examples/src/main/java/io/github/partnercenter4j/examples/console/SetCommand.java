package io.github.partnercenter4j.examples.console;

import io.github.partnercenter4j.model.SupportProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Changes the profile. */
@Command(
        name = "set",
        description = "Read the support profile, show what changes, ask, write it back and print what was stored.")
final class SetCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--email", paramLabel = "TEXT", description = "The new e-mail address; an empty text erases it.")
    private @Nullable String email;

    @Option(
            names = "--telephone",
            paramLabel = "TEXT",
            description = "The new telephone number; an empty text erases it.")
    private @Nullable String telephone;

    @Option(names = "--website", paramLabel = "TEXT", description = "The new website; an empty text erases it.")
    private @Nullable String website;

    @Option(
            names = {"-y", "--yes"},
            description = "Write without a question.")
    private boolean yes;

    SetCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (email == null && telephone == null && website == null) {
            throw new UsageException("Nothing to set: give --email, --telephone or --website.");
        }
        try (Session session = Session.open(common, surroundings)) {
            SupportProfile before =
                    session.await("Partner Center", session.supportProfile().getAsync());
            List<String> changes = changes(before, changed(before));
            changes.forEach(session::say);
            if (changes.isEmpty()) {
                session.say("The profile has these texts already. Nothing was written.");
                session.print(Printed.of(before));
                return ExitCode.DONE.value();
            }
            if (!yes && !isConfirmed()) {
                session.say("Nothing was written.");
                return ExitCode.FAILED.value();
            }
            session.print(Printed.of(
                    session.await("Partner Center", session.supportProfile().editAsync(this::changed))));
            return ExitCode.DONE.value();
        }
    }

    private boolean isConfirmed() {
        boolean erases = List.of(
                        email == null ? "-" : email,
                        telephone == null ? "-" : telephone,
                        website == null ? "-" : website)
                .contains("");
        String answer = surroundings.terminal().ask(erases ? "Erase and write? [y/N] " : "Write? [y/N] ");
        if (answer == null) {
            throw new UsageException("Nobody can answer here, so nothing was written: add --yes.");
        }
        return answer.strip().equalsIgnoreCase("y") || answer.strip().equalsIgnoreCase("yes");
    }

    private static List<String> changes(SupportProfile before, SupportProfile after) {
        List<String> changes = new ArrayList<>();
        change(changes, "email", before.email(), after.email());
        change(changes, "telephone", before.telephone(), after.telephone());
        change(changes, "website", before.website(), after.website());
        return changes;
    }

    private static void change(List<String> changes, String name, @Nullable String before, @Nullable String after) {
        if (!Objects.equals(before, after)) {
            changes.add(new Printed()
                    .with(name, shown(before) + " -> " + shown(after))
                    .lines());
        }
    }

    private static String shown(@Nullable String text) {
        return text == null || text.isEmpty() ? "(none)" : text;
    }

    private SupportProfile changed(SupportProfile profile) {
        SupportProfile changed = profile;
        changed = email == null ? changed : changed.withEmail(email);
        changed = telephone == null ? changed : changed.withTelephone(telephone);
        return website == null ? changed : changed.withWebsite(website);
    }
}
