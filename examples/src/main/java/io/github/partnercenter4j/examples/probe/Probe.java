package io.github.partnercenter4j.examples.probe;

import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.behaviour.Throttle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks the service and a fake the same questions. Not thread-safe; for one run. */
public final class Probe {

    /** The most that is waited before the profile is put back, after the service has asked for patience. */
    private static final int MOST_SECONDS = 120;

    private final Settings settings;
    private final Interview service;
    private final Consumer<String> progress;
    private final List<Row> rows = new ArrayList<>();
    private Ending ending = Ending.COMPLETE;

    /**
     * The limits of a run.
     *
     * @param pace the pause between two requests to the service
     * @param budget how many requests are sent to it at most
     * @param write whether questions are asked that could change the profile
     */
    public record Settings(Duration pace, int budget, boolean write) {}

    /**
     * Creates a probe.
     *
     * @param settings the limits
     * @param service the service
     * @param waits how to wait
     * @param progress is told each question and verdict
     */
    public Probe(Settings settings, HttpPeer service, Waits waits, Consumer<String> progress) {
        this.settings = settings;
        this.progress = progress;
        this.service = new Interview(service, sentBefore -> {
            if (sentBefore > 0) {
                waits.pause(settings.pace());
            }
        });
    }

    /**
     * Asks all questions. After an end before time, the rest is only asked of the fake.
     *
     * @param questions the questions
     * @param fake a new fake, which this changes
     */
    public void ask(List<Question> questions, FakePartnerCenter fake) {
        Interview reference = new Interview(fakePeer(fake), sentBefore -> {});
        for (Question question : questions) {
            Answer ofFake = askFake(question, reference, fake);
            rows.add(new Row(question, ofFake, askService(question)));
        }
    }

    private Answer askService(Question question) {
        if (ending != Ending.COMPLETE && !question.isPassive()) {
            return Answer.none(ending.why());
        }
        if (question.writes() && !settings.write()) {
            return Answer.none("needs --write");
        }
        if (service.sent() + service.requests(question) > settings.budget()) {
            return ended(Ending.BUDGET);
        }
        try {
            Answer answer = service.ask(question);
            String verdict = answer.verdict();
            if (verdict != null || !question.isPassive()) {
                progress.accept(question.id() + ": " + (verdict == null ? "open, " + answer.why() : verdict));
            }
            if (service.throttled() != null && ending == Ending.COMPLETE) {
                ending = Ending.THROTTLED;
            } else if (question.id().equals(Questions.FIRST) && !Questions.PROFILE.equals(verdict)) {
                ending = Ending.NO_READ;
            }
            return answer;
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
            return ended(Ending.INTERRUPTED);
        } catch (PartnerCenterException noToken) {
            progress.accept(String.valueOf(noToken.getMessage()));
            return ended(Thread.currentThread().isInterrupted() ? Ending.INTERRUPTED : Ending.NO_TOKEN);
        }
    }

    private Answer ended(Ending early) {
        ending = early;
        return Answer.none(early.why());
    }

    private HttpPeer fakePeer(FakePartnerCenter fake) {
        return new HttpPeer(fake.url(), fake.sslContext(), credential -> token(fake, credential), new Waits() {
            @Override
            public void pause(Duration length) {}

            @Override
            public boolean isDoneWithin(Duration step, CompletableFuture<?> future) {
                future.join();
                return true;
            }
        });
    }

    private static Answer askFake(Question question, Interview reference, FakePartnerCenter fake) {
        try {
            if (question.isPassive() && reference.throttled() == null) {
                fake.throttle(Throttle.perWindow(1, Duration.ofMinutes(1)));
                Ask other = Ask.read().with("X-Locale: de-DE");
                reference.ask(Question.ask("", "", other.with("X-Locale: fr-FR"), other));
            }
            return reference.ask(question);
        } catch (InterruptedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Returns a fake's token of each kind. */
    public static String token(FakePartnerCenter fake, Credential credential) {
        AccessToken token = switch (credential) {
            case USER -> fake.tokens().appPlusUser();
            case APP_ONLY -> fake.tokens().appOnly();
            case WITHOUT_MFA -> fake.tokens().withoutMfa();
            case WITHOUT_ROLE -> fake.tokens().withoutRole();
            case OTHER_AUDIENCE -> fake.tokens().wrongAudience();
            case EXPIRED -> fake.tokens().expired();
        };
        return token.value();
    }

    /** Returns how long to wait before the next request to a service that throttled; 0 if it did not. */
    public int waitSeconds() {
        Heard throttled = service.throttled();
        String after = throttled == null ? null : throttled.header("Retry-After");
        if (after == null) {
            return 0;
        }
        return after.matches("\\d{1,3}") ? Math.min(Integer.parseInt(after), MOST_SECONDS) : MOST_SECONDS;
    }

    /** Returns whether a request was sent that could change the profile. */
    public boolean wrote() {
        return service.wrote();
    }

    /** Returns what was found until now. */
    public Result result() {
        return new Result(rows, service.sent(), ending);
    }

    /** How a probe ended. */
    public enum Ending {
        /** All questions were asked. */
        COMPLETE(""),
        /** The budget was spent. */
        BUDGET("the budget of requests is spent"),
        /** The service answered 429. */
        THROTTLED("the service throttled"),
        /** A plain read was not answered with a profile, so no other question makes sense. */
        NO_READ("the service does not answer a plain read with a profile"),
        /** No token could be had. */
        NO_TOKEN("there was no access token"),
        /** The program is to end. */
        INTERRUPTED("the probe was interrupted");

        private final String why;

        Ending(String why) {
            this.why = why;
        }

        String why() {
            return why;
        }
    }

    /**
     * What a probe found.
     *
     * @param rows the questions and answers
     * @param sent the number of requests to the service
     * @param ending how it ended
     */
    public record Result(List<Row> rows, int sent, Ending ending) {

        /** Copies the rows. */
        public Result {
            rows = List.copyOf(rows);
        }

        /** Returns why not everything was asked, or null. */
        public @Nullable String end() {
            return ending == Ending.COMPLETE ? null : ending.why();
        }

        /** Returns how many questions the service answered as the fake does, or otherwise. */
        public long count(boolean agreeing) {
            return rows.stream()
                    .filter(row -> Boolean.valueOf(agreeing).equals(row.agrees()))
                    .count();
        }

        /** Returns whether the service has the behaviour that a question decides; null if that is not known. */
        @Nullable
        Boolean on(Row row) {
            return undecided(row) == null ? row.alone() : null;
        }

        /** Returns why a question does not decide although its own answer would, or null. */
        @Nullable
        String undecided(Row row) {
            Boolean alone = row.alone();
            if (alone == null) {
                return null;
            }
            for (Question.Condition condition : row.question().conditions()) {
                String fitting = alone ? condition.on() : condition.off();
                for (Row other : rows) {
                    String verdict = other.service().verdict();
                    if (other.question().id().equals(condition.id()) && verdict != null && !verdict.matches(fitting)) {
                        return "undecided: the service answered \""
                                + row.service().verdict() + "\" here and \"" + verdict + "\" to `" + condition.id()
                                + "`";
                    }
                }
            }
            return null;
        }

        /** Returns how many questions have no verdict of the service. */
        public long open() {
            return rows.stream().filter(row -> row.agrees() == null).count();
        }
    }
}
