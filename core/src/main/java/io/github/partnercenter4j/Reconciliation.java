package io.github.partnercenter4j;

import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import java.util.Objects;

/** Tells from what is read back whether a write took effect. */
final class Reconciliation {

    private Reconciliation() {}

    /** Tells whether a profile holds everything that was sent; the service adds what is its own. */
    static boolean shows(SupportProfile read, SupportProfile sent) {
        return Objects.equals(read.email(), sent.email())
                && Objects.equals(read.telephone(), sent.telephone())
                && Objects.equals(read.website(), sent.website())
                && (sent.profileType() == null || sent.profileType().equals(read.profileType()))
                && read.unknownMembers()
                        .entrySet()
                        .containsAll(sent.unknownMembers().entrySet());
    }

    /** What the caller of the write is given. */
    static SupportProfileReply reply(SupportProfileReply read) {
        return SupportProfileReply.of(
                read.profile(), read.metadata().toBuilder().reconciled(true).build());
    }
}
