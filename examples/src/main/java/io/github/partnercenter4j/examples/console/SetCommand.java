package io.github.partnercenter4j.examples.console;

import io.github.partnercenter4j.model.SupportProfile;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Changes the profile. */
@Command(
        name = "set",
        description = "Read the support profile, change what is given, write it back and print what was stored.")
final class SetCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--email", paramLabel = "TEXT", description = "The new e-mail address.")
    private @Nullable String email;

    @Option(names = "--telephone", paramLabel = "TEXT", description = "The new telephone number.")
    private @Nullable String telephone;

    @Option(names = "--website", paramLabel = "TEXT", description = "The new website.")
    private @Nullable String website;

    SetCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (email == null && telephone == null && website == null) {
            throw new UsageException("Nothing to set: give --email, --telephone or --website.");
        }
        try (Session session = Session.open(common, surroundings)) {
            session.print(Printed.of(
                    session.await("Partner Center", session.supportProfile().editAsync(this::changed))));
            return ExitCode.DONE.value();
        }
    }

    private SupportProfile changed(SupportProfile profile) {
        SupportProfile changed = profile;
        changed = email == null ? changed : changed.withEmail(email);
        changed = telephone == null ? changed : changed.withTelephone(telephone);
        return website == null ? changed : changed.withWebsite(website);
    }
}
