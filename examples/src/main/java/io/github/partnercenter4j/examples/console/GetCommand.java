package io.github.partnercenter4j.examples.console;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Reads the profile. */
@Command(name = "get", description = "Read the support profile and print it.")
final class GetCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private CommonOptions common = new CommonOptions();

    GetCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        try (Session session = Session.open(common, surroundings)) {
            session.print(Printed.of(
                    session.await("Partner Center", session.supportProfile().getAsync())));
            return ExitCode.DONE.value();
        }
    }
}
