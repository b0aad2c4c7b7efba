package io.github.partnercenter4j.examples.console;

import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.model.SupportProfile;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Proves by a read of the profile that the stored token is good, and shows what is stored then. */
@Command(
        name = "status",
        description = {
            "Read the profile, and print it with what is known of the stored refresh token.",
            "A read normally exchanges the refresh token for a new one.",
            "Unused, the token ends at the time expires."
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
            SupportProfile profile;
            try {
                profile =
                        session.await("Partner Center", session.supportProfile().getAsync());
            } catch (PartnerCenterException failed) {
                try {
                    session.print(session.stored());
                } catch (PartnerCenterException unknown) {
                    failed.addSuppressed(unknown);
                }
                throw failed;
            }
            // Only now, because the read may store a new token.
            session.print(session.stored().with(profile));
            return ExitCode.DONE.value();
        }
    }
}
