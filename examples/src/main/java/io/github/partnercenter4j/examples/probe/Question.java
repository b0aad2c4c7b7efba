package io.github.partnercenter4j.examples.probe;

import io.github.partnercenter4j.testkit.behaviour.Behaviour;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A question to the service.
 *
 * @param id the name in reports, which never changes its meaning
 * @param text the question, for people
 * @param asks the requests, in order; none if the answer comes by itself, such as that of a service that throttles
 * @param reading reads the answers into a verdict of a few words without anything secret
 * @param decides the behaviour of the fake that the verdict decides, or null
 * @param on the verdicts, as a pattern, by which the behaviour is on
 * @param off the verdicts by which it is off. Any other verdict decides nothing
 * @param conditions what other questions must have been answered so that this one decides
 */
public record Question(
        String id,
        String text,
        List<Ask> asks,
        Function<List<Heard>, String> reading,
        @Nullable Behaviour decides,
        String on,
        String off,
        List<Condition> conditions) {

    /**
     * A condition: another question, if it has a verdict, has one that fits.
     *
     * @param id the other question
     * @param on its verdicts, as a pattern, that fit if the behaviour is on
     * @param off its verdicts that fit if the behaviour is off
     */
    record Condition(String id, String on, String off) {}

    static Question ask(String id, String text, Ask... asks) {
        return new Question(
                id, text, List.of(asks), heard -> heard.get(heard.size() - 1).outcome(), null, "", "", List.of());
    }

    /** Returns the question with a verdict from the last answer. */
    Question readBy(Function<Heard, String> last) {
        return readAllBy(heard -> last.apply(heard.get(heard.size() - 1)));
    }

    /** Returns the question with a verdict from all answers. */
    Question readAllBy(Function<List<Heard>, String> all) {
        return new Question(id, text, asks, all, decides, on, off, conditions);
    }

    Question decides(Behaviour behaviour, String whenOn, String whenOff) {
        return new Question(id, text, asks, reading, behaviour, whenOn, whenOff, conditions);
    }

    /** Returns the question that decides only if another one was answered in the same sense, or was not answered. */
    Question onlyIf(String other, String whenOn, String whenOff) {
        List<Condition> more = new ArrayList<>(conditions);
        more.add(new Condition(other, whenOn, whenOff));
        return new Question(id, text, asks, reading, decides, on, off, List.copyOf(more));
    }

    /** Returns whether a request could change the profile. */
    public boolean writes() {
        return !methodsOfWrites().isEmpty();
    }

    /** Returns the methods of the requests that could change the profile. */
    public List<String> methodsOfWrites() {
        return asks.stream().filter(ask -> !ask.isHarmless()).map(Ask::method).toList();
    }

    /** Returns whether the answer comes without a request of its own. */
    boolean isPassive() {
        return asks.isEmpty();
    }

    /** Returns what a verdict says of the behaviour: on, off, or null. */
    @Nullable
    Boolean switches(String verdict) {
        if (decides == null) {
            return null;
        }
        return verdict.matches(on) ? Boolean.TRUE : verdict.matches(off) ? Boolean.FALSE : null;
    }
}
