package io.github.partnercenter4j.examples.simulation;

import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.AuthenticationReason;
import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.examples.simulation.Heard.Kind;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What may be spent on further attempts: a burst of ten, a tenth of each success, and what a further attempt cost that
 * succeeded. Counted in tenths, and generously: what is lost by a full budget is not counted.
 */
final class Budgets {

    private static final int FULL = 100;
    private static final int COST = 10;

    private Budgets() {}

    private static final class Account {
        int spent;
        int earned;
    }

    static void judge(Played world) {
        Map<String, Account> accounts = new TreeMap<>();
        for (Told call : world.calls()) {
            String owner = world.plan().gateway().sharesBudget() ? "the gateway" : call.tenant;
            count(call, accounts.computeIfAbsent(owner, missing -> new Account()));
        }
        accounts.forEach((owner, account) -> {
            if (account.spent > FULL + account.earned) {
                throw new Judge.Fault("more was sent again than the budget of " + owner + " allows: " + account.spent
                        + " tenths of " + (FULL + account.earned));
            }
        });
    }

    private static void count(Told call, Account account) {
        boolean again = false;
        String kind = "";
        for (Heard event : call.heard) {
            if (event.kind() == Kind.RETRY && !isNoToken(event.failure())) {
                account.spent += COST;
                again = true;
            } else if (event.kind() == Kind.START) {
                String now = event.method() + event.path();
                again &= now.equals(kind);
                kind = now;
                account.spent += isSettling(call, event) ? COST : 0;
            } else if (event.kind() == Kind.END && event.failure() == null) {
                account.earned += again ? COST : 1;
            }
        }
    }

    /** A read after a write that may have been applied. */
    @SuppressWarnings("ReferenceEquality") // This event, and not one like it.
    private static boolean isSettling(Told call, Heard start) {
        if (!start.method().equals("GET")) {
            return false;
        }
        Heard before = null;
        for (Heard event : call.heard) {
            if (event == start) {
                break;
            }
            before = event.kind() == Kind.END ? event : before;
        }
        return before != null
                && before.method().equals("PUT")
                && !(before.failure() instanceof ServiceException answer && isRefusal(answer.status()))
                && !call.foreign;
    }

    private static boolean isRefusal(int status) {
        return status < 500 && status != 408 && status != 303;
    }

    static boolean isNoToken(@Nullable Throwable failure) {
        return failure instanceof AuthenticationException refusal
                && refusal.reason() == AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE;
    }
}
