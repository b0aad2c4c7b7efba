package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.testkit.http.HttpAnswer;
import io.github.partnercenter4j.testkit.json.JsonWriter;
import io.github.partnercenter4j.testkit.json.ProfileJson;
import org.jspecify.annotations.Nullable;

/** Lends the in-memory gateway's reading and writing of profiles to the reference gateway of the contract's own tests. */
public final class ReferenceMapping {

    private ReferenceMapping() {}

    /** How an answer's body ended. */
    public enum BodyEnd {
        /** As its head promised. */
        WHOLE(Performance.Ending.WHOLE),
        /** By a connection that broke. */
        CUT(Performance.Ending.CUT),
        /** Not within the bound. */
        ENDLESS(Performance.Ending.ENDLESS);

        private final Performance.Ending ending;

        BodyEnd(Performance.Ending ending) {
            this.ending = ending;
        }
    }

    public static String body(SupportProfile profile) {
        return JsonWriter.write(ProfileJson.request(profile));
    }

    public static SupportProfileReply reply(
            RequestContext context, @Nullable SupportProfile sent, HttpAnswer answer, BodyEnd end) {
        return new AnswerReader(context, sent).read(new Performance(answer, null, end.ending));
    }
}
