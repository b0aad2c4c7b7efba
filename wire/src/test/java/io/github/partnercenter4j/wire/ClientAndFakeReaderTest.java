package io.github.partnercenter4j.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.Fault;
import io.github.partnercenter4j.testkit.json.Json;
import io.github.partnercenter4j.testkit.json.JsonReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/**
 * The client's reader and the fake's reader share no code. For every document, both must find the same meaning, or both
 * must refuse it.
 */
class ClientAndFakeReaderTest {

    /** The allowed differences: the client's limits are narrower. */
    private static final String BOUNDS = "nested deeper|a number of more|a text of more|more than [0-9]+ members";

    private int same;
    private int refused;

    @FuzzTest
    void anyDocument_isReadEquallyByBothReaders(FuzzedDataProvider data) {
        byte[] document = data.consumeRemainingAsBytes();
        try (FakePartnerCenter fake = FakePartnerCenter.create()) {
            compare(fake, document);
        }
    }

    @Test
    void manyDocuments_areReadEquallyByBothReaders() {
        try (FakePartnerCenter fake = FakePartnerCenter.create()) {
            Exploration.of(
                    getClass(),
                    "anyDocument_isReadEquallyByBothReaders",
                    data -> compare(fake, data.consumeRemainingAsBytes()));
        }
        assertThat(same).isGreaterThan(20);
        assertThat(refused).isGreaterThan(300);
    }

    private void compare(FakePartnerCenter fake, byte[] document) {
        RequestContext context = Golden.CONTEXT.toBuilder()
                .accessToken(fake.tokens().appPlusUser())
                .build();
        fake.next(Fault.answer(200).body(document).header("Content-Type", "application/json"));
        SupportProfileReply theirs = null;
        PartnerCenterException theirFailure = null;
        try (SupportProfileGateway gateway = fake.gateway()) {
            theirs = gateway.fetch(context).join();
        } catch (CompletionException failed) {
            theirFailure = (PartnerCenterException) failed.getCause();
        }
        try {
            SupportProfileReply ours = ResponseMapper.fetched(context, 200, Golden.headers(), Golden.body(document));
            same++;
            if (theirs == null) {
                fail("the client reads it, the fake does not", theirFailure);
            }
            requireSame(ours, theirs);
        } catch (PartnerCenterException failure) {
            refused++;
            if (theirFailure == null) {
                assertThat(failure.getMessage()).as("the fake reads it").containsPattern(BOUNDS);
            } else {
                assertThat(failure.category()).isEqualTo(theirFailure.category());
                assertThat(failure).hasSameClassAs(theirFailure);
            }
        }
    }

    private static void requireSame(SupportProfileReply one, SupportProfileReply other) {
        SupportProfile mine = one.profile();
        SupportProfile its = other.profile();
        assertThat(mine.email()).isEqualTo(its.email());
        assertThat(mine.telephone()).isEqualTo(its.telephone());
        assertThat(mine.website()).isEqualTo(its.website());
        assertThat(mine.profileType()).isEqualTo(its.profileType());
        assertThat(mine.links()).isEqualTo(its.links());
        assertThat(mine.attributes().objectType()).isEqualTo(its.attributes().objectType());
        assertThat(mine.attributes().etag()).isEqualTo(its.attributes().etag());
        assertThat(meaning(mine.unknownMembers())).isEqualTo(meaning(its.unknownMembers()));
        assertThat(meaning(mine.attributes().unknownMembers()))
                .isEqualTo(meaning(its.attributes().unknownMembers()));
    }

    /** The two readers write escapes differently. */
    private static List<Json.Member> meaning(Map<String, String> members) {
        List<Json.Member> meaning = new ArrayList<>();
        members.forEach((name, json) -> meaning.add(new Json.Member(name, JsonReader.read(json))));
        return meaning;
    }
}
