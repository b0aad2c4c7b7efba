package io.github.partnercenter4j.examples.console;

import io.github.partnercenter4j.error.PartnerCenterException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what is stored, and proves it by a read of the profile. */
@Command(
        name = "status",
        description = {
            "Print which refresh token is stored, when it was issued and when it expires, and read the profile.",
            "The read uses the token, so its 90 days begin again."
        })
final class StatusCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private CommonOptions common = new CommonOptions();

    StatusCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        try (Session session = Session.open(common, surroundings)) {
            Printed status = session.stored();
            try {
                status.with(
                        session.await("Partner Center", session.supportProfile().getAsync()));
            } catch (PartnerCenterException failed) {
                session.print(status);
                throw failed;
            }
            session.print(status);
            return ExitCode.DONE.value();
        }
    }
}
