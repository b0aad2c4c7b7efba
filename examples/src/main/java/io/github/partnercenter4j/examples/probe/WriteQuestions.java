package io.github.partnercenter4j.examples.probe;

import static io.github.partnercenter4j.examples.probe.Question.ask;

import io.github.partnercenter4j.testkit.behaviour.Behaviour;
import java.util.List;
import java.util.Map;

/** The questions that change the profile, or could. All texts that they send are their own. */
final class WriteQuestions {

    private static final String FIRST = "4255550100";
    private static final String SECOND = "4255550101";
    private static final String THIRD = "4255550102";
    private static final String EMAIL = "\"Email\":\"probe@example.com\"";
    private static final String WEBSITE = "\"Website\":\"www.example.com\"";
    private static final String REST =
            "\"ProfileType\":\"support_profile\",\"Attributes\":{\"ObjectType\":\"PartnerSupportProfile\"}";
    private static final String REFUSED = "400 .*";
    private static final String ACCEPTED = "200 .*";

    private static final Ask UPDATE = Ask.update(telephone(FIRST));
    private static final Ask READ = Ask.read();

    private WriteQuestions() {}

    private static String telephone(String text) {
        return "{" + EMAIL + ",\"Telephone\":\"" + text + "\"," + WEBSITE + "," + REST + "}";
    }

    /** Returns a body with other members in the place of the website. */
    private static String instead(String members) {
        return "{" + EMAIL + ",\"Telephone\":\"" + FIRST + "\"," + members + REST + "}";
    }

    private static Ask website(String text) {
        return UPDATE.body(instead("\"Website\":\"" + text + "\","));
    }

    private static Question length(int letters) {
        return ask(
                        "text-" + letters,
                        "Is a text of " + letters + " letters accepted?",
                        website("<" + letters + " letters>"))
                .readBy(Verdicts.stored("website", "a".repeat(letters)));
    }

    private static Question lengthOfEmail(int letters) {
        return ask(
                        "email-" + letters,
                        "Is an e-mail address with " + letters + " letters before its domain accepted?",
                        UPDATE.body("{\"Email\":\"<" + letters + " letters>@example.com\",\"Telephone\":\"" + FIRST
                                + "\"," + WEBSITE + "," + REST + "}"))
                .readBy(Verdicts.stored("email", "a".repeat(letters) + "@example.com"));
    }

    private static Question lengthOfTelephone(int digits) {
        return ask(
                        "telephone-" + digits,
                        "Is a telephone number of " + digits + " digits accepted?",
                        UPDATE.body(telephone("<" + digits + " digits>")))
                .readBy(Verdicts.stored("telephone", "1".repeat(digits)));
    }

    static final List<Question> ALL = List.of(
            // --- paths and methods ---
            ask(
                            "update-documented-path",
                            "Is an update on /v1/profiles/supportprofile accepted?",
                            UPDATE.path(Ask.DOCUMENTED_UPDATE_PATH))
                    .decides(Behaviour.DOCUMENTED_UPDATE_ROUTE, ACCEPTED, "40[45] .*"),
            ask("update-sdk-path", "Is an update on /v1/profiles/support accepted?", UPDATE.path(Ask.READ_PATH))
                    .decides(Behaviour.SDK_UPDATE_ROUTE, ACCEPTED, "40[45] .*"),
            ask("update-answer", "Does the answer to an update have the new texts?", UPDATE.body(telephone(SECOND)))
                    .readBy(Verdicts.stored("telephone", SECOND)),
            ask("update-visible", "Does a read after an update see it?", UPDATE.body(telephone(THIRD)), READ)
                    .readAllBy(Verdicts.whichTelephone(Map.of(THIRD, "at once"))),
            ask("method-post", "How is POST refused?", UPDATE.method("POST").path(Ask.READ_PATH))
                    .readBy(Verdicts::allow),
            ask("method-patch", "How is PATCH refused?", UPDATE.method("PATCH").path(Ask.READ_PATH))
                    .readBy(Verdicts::allow),
            ask("method-delete", "How is DELETE refused?", READ.method("DELETE"))
                    .readBy(Verdicts::allow),
            ask(
                            "update-path-post",
                            "How is POST refused on the path of updates?",
                            UPDATE.method("POST").path(Ask.DOCUMENTED_UPDATE_PATH))
                    .readBy(Verdicts::allow),
            ask(
                            "update-path-patch",
                            "How is PATCH refused on the path of updates?",
                            UPDATE.method("PATCH").path(Ask.DOCUMENTED_UPDATE_PATH))
                    .readBy(Verdicts::allow),
            ask(
                            "update-path-delete",
                            "How is DELETE refused on the path of updates?",
                            READ.method("DELETE").path(Ask.DOCUMENTED_UPDATE_PATH))
                    .readBy(Verdicts::allow),
            // --- repeated ids ---
            ask(
                            "repeat-same",
                            "Is an update done again that comes again with the same id and body, after another one?",
                            UPDATE.requestId("<guid 1>"),
                            UPDATE.body(telephone(SECOND)).requestId("<guid 2>"),
                            UPDATE.requestId("<guid 1>"),
                            READ)
                    .readAllBy(Verdicts.whichTelephone(Map.of(FIRST, "done again", SECOND, "answered, not done")))
                    .decides(Behaviour.REPLAY, "answered, not done", "done again")
                    // Otherwise the last read may show an earlier update.
                    .onlyIf("update-visible", "at once", "at once"),
            ask(
                            "repeat-other",
                            "Is an update done with an id that was used with another body?",
                            UPDATE.requestId("<guid 1>"),
                            UPDATE.body(telephone(SECOND)).requestId("<guid 1>"),
                            READ)
                    .readAllBy(Verdicts.whichTelephone(Map.of(FIRST, "answered, not done", SECOND, "done")))
                    .decides(Behaviour.OTHER_BODY_REFUSED, "409 .*", "done")
                    .onlyIf("update-visible", ".*", "at once"),
            ask(
                            "repeat-other-path",
                            "Is an update done again that comes again with the same id and body on the other path?",
                            UPDATE.path(Ask.DOCUMENTED_UPDATE_PATH).requestId("<guid 1>"),
                            UPDATE.body(telephone(SECOND)),
                            UPDATE.path(Ask.READ_PATH).requestId("<guid 1>"),
                            READ)
                    .readAllBy(Verdicts.whichTelephone(Map.of(FIRST, "done again", SECOND, "answered, not done"))),
            // --- headers of an update ---
            ask(
                    "update-ids-missing",
                    "Is an update without ids refused?",
                    UPDATE.without("MS-RequestId").without("MS-CorrelationId")),
            ask("if-match", "Does an update regard If-Match?", UPDATE.also("If-Match: \"probe\"")),
            ask("expect", "Is Expect: 100-continue answered?", UPDATE.also("Expect: 100-continue")),
            ask("type-missing", "Is an update without Content-Type refused?", UPDATE.without("Content-Type")),
            ask("type-xml", "Is an update as application/xml refused?", UPDATE.with("Content-Type: application/xml")),
            ask("type-text", "Is an update as text/plain refused?", UPDATE.with("Content-Type: text/plain")),
            ask("type-text-json", "Is an update as text/json accepted?", UPDATE.with("Content-Type: text/json")),
            ask(
                    "type-charset",
                    "Is an update with a charset accepted?",
                    UPDATE.with("Content-Type: application/json; charset=utf-8")),
            ask(
                    "type-other-charset",
                    "Is an update in another charset refused?",
                    UPDATE.with("Content-Type: application/json; charset=iso-8859-1")),
            // --- bodies ---
            ask("body-empty", "How is an empty body refused?", UPDATE.body("")),
            ask("body-malformed", "How is malformed JSON refused?", UPDATE.body("{\"Email\":")),
            ask("body-array", "How is an array refused?", UPDATE.body("[]")),
            ask(
                    "body-byte-order-mark",
                    "Is a body with a byte order mark accepted?",
                    UPDATE.body("\uFEFF" + telephone(FIRST))),
            ask(
                            "body-camel-case",
                            "Are members in camelCase accepted?",
                            UPDATE.body("{\"email\":\"probe@example.com\",\"telephone\":\"" + SECOND
                                    + "\",\"website\":\"www.example.com\"}"))
                    .readBy(Verdicts.stored("telephone", SECOND)),
            ask(
                            "body-capitals",
                            "Are members in capitals accepted?",
                            UPDATE.body("{\"EMAIL\":\"probe@example.com\",\"TELEPHONE\":\"" + THIRD
                                    + "\",\"WEBSITE\":\"www.example.com\"}"))
                    .readBy(Verdicts.stored("telephone", THIRD)),
            ask(
                            "body-member-twice",
                            "Which one counts if a member comes twice?",
                            UPDATE.body(instead(WEBSITE + ",\"Telephone\":\"" + SECOND + "\",")))
                    .readBy(Verdicts.ofSuccess(heard -> heard.has("telephone", FIRST)
                            ? "the first"
                            : heard.has("telephone", SECOND) ? "the last" : "another")),
            ask("member-unknown", "Is an unknown member refused?", UPDATE.body(instead(WEBSITE + ",\"Probe\":\"1\",")))
                    .decides(Behaviour.UNKNOWN_MEMBERS_REFUSED, REFUSED, ACCEPTED),
            ask(
                    "member-profile-type",
                    "Is another profile type refused?",
                    UPDATE.body("{" + EMAIL + ",\"Telephone\":\"" + FIRST + "\"," + WEBSITE
                            + ",\"ProfileType\":\"billing_profile\"}")),
            ask("member-number", "Is a number in the place of a text refused?", UPDATE.body(instead("\"Website\":1,"))),
            // --- texts ---
            ask(
                            "text-missing",
                            "What does an update do to a text that it does not have?",
                            UPDATE,
                            UPDATE.body(instead("")))
                    .readBy(Verdicts.stored("website", "www.example.com"))
                    .decides(Behaviour.TEXTS_REQUIRED, REFUSED, "absent")
                    .onlyIf("text-null", REFUSED, "absent"),
            ask(
                            "text-null",
                            "What does an update do to a text that is null?",
                            UPDATE,
                            UPDATE.body(instead("\"Website\":null,")))
                    .readBy(Verdicts.stored("website", "www.example.com")),
            ask("text-empty", "Is an empty text kept?", website("")).readBy(Verdicts.stored("website", "")),
            ask("text-spaces", "Are spaces around a text kept?", website("  www.example.com  "))
                    .readBy(Verdicts.stored("website", "  www.example.com  ")),
            ask("text-unicode", "Are letters beyond ASCII kept?", website("\u00fc\u4e2d\uD83D\uDE00"))
                    .readBy(Verdicts.stored("website", "\u00fc\u4e2d\uD83D\uDE00")),
            ask("text-markup", "Is markup in a text kept?", website("<b>probe</b>"))
                    .readBy(Verdicts.stored("website", "<b>probe</b>")),
            length(256),
            length(2_000),
            length(30_000),
            lengthOfEmail(256),
            lengthOfEmail(2_000),
            lengthOfTelephone(64),
            lengthOfTelephone(2_000),
            ask("telephone-letters", "Is a telephone number of letters refused?", UPDATE.body(telephone("probe"))),
            ask(
                            "email-malformed",
                            "Is a malformed e-mail address refused?",
                            UPDATE.body("{\"Email\":\"not an address\",\"Telephone\":\"" + FIRST + "\"," + WEBSITE + ","
                                    + REST + "}"))
                    .decides(Behaviour.EMAIL_CHECKED, REFUSED, ACCEPTED),
            ask("token-without-role", "How is a user without the role refused?", UPDATE.token(Credential.WITHOUT_ROLE))
                    .decides(Behaviour.ROLE_REFUSAL_IN_TEXT, "403 text", "403 fault.*"));
}
