package io.github.partnercenter4j.msal;

import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.AuthenticationReason;
import io.github.partnercenter4j.port.Time;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One sign-in with a device code. It does not use MSAL's flow, for three reasons: that flow does not work on the
 * calling thread (it reads a reference that is set only later), it ends at the first {@code slow_down}, and it cannot
 * be cancelled.
 */
final class DeviceConsent {

    private static final String GRANT = "urn:ietf:params:oauth:grant-type:device_code";
    private static final Map<String, String> HEADERS =
            Map.of("Content-Type", "application/x-www-form-urlencoded", "Accept", "application/json");

    /** The interval of RFC 8628 for a response without one, and the increase after {@code slow_down}. */
    private static final Duration STEP = Duration.ofSeconds(5);

    private final LoginSettings settings;
    private final LoginService service;
    private final SignInOptions options;
    private final Time time;

    DeviceConsent(LoginSettings settings, LoginService service, SignInOptions options, Time time) {
        this.options = options;
        this.settings = settings;
        this.service = service;
        this.time = time;
    }

    private record Device(String code, Duration interval, Duration expiresIn) {
        @Override
        public String toString() {
            return "Device[redacted]";
        }
    }

    /** Waits until the person has signed in. Returns null if the future of the consent ends before. */
    @Nullable
    TokenReply await(CompletableFuture<?> consent, Consumer<DeviceCodePrompt> prompt) {
        long began = time.nanos();
        Device device = begin(prompt);
        Duration interval = device.interval();
        while (Duration.ofNanos(time.nanos() - began).compareTo(device.expiresIn()) < 0) {
            pause(consent, interval);
            if (consent.isDone()) {
                return null;
            }
            Map<String, String> form = new LinkedHashMap<>();
            form.put("client_id", settings.clientId());
            form.put("grant_type", GRANT);
            form.put("device_code", device.code());
            // The standard has the scope in the first request only. MSAL also repeats it, so the service accepts it.
            form.put("scope", settings.scopes());
            try {
                LoginAnswer answer = service.post(
                        settings.endpoint("token"), HEADERS, LoginSettings.encode(form), LoginService.NO_LIMIT);
                if (answer.status() == 200) {
                    return TokenReply.read(answer, settings.service());
                }
                Object error = answer.members().get("error");
                if (Objects.equals(error, "slow_down")) {
                    interval = interval.plus(STEP);
                } else if (!Objects.equals(error, "authorization_pending")) {
                    throw LoginRefusals.of(answer, settings.service());
                }
            } catch (AuthenticationException failed) {
                // A temporary failure while the person signs in: try again, more slowly.
                if (failed.reason() != AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE) {
                    throw failed;
                }
                interval = interval.plus(STEP);
            }
        }
        throw LoginFailures.interaction("Nobody signed in with the device code in time: run the consent again.", null);
    }

    private Device begin(Consumer<DeviceCodePrompt> prompt) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("client_id", settings.clientId());
        form.put("scope", settings.scopes());
        if (options.claims() != null) {
            form.put("claims", options.claims());
        }
        LoginAnswer answer = service.post(
                settings.endpoint("devicecode"), HEADERS, LoginSettings.encode(form), LoginService.NO_LIMIT);
        if (answer.status() != 200) {
            throw LoginRefusals.of(answer, settings.service());
        }
        Map<String, Object> members = answer.members();
        Duration expiresIn = TokenReply.seconds(members.get("expires_in"));
        Duration interval = TokenReply.seconds(members.get("interval"));
        if (!(members.get("device_code") instanceof String device)
                || !(members.get("user_code") instanceof String user)
                || !(members.get("verification_uri") instanceof String page)
                || expiresIn == null) {
            throw LoginFailures.unavailable(
                    "The response of the " + settings.service()
                            + " has no device code: check the cloud's authority and any proxy.",
                    null);
        }
        String message = members.get("message") instanceof String text ? text : "Open " + page + " and enter " + user;
        show(prompt, new DeviceCodePrompt(user, page(page), message, expiresIn));
        return new Device(
                device, interval == null || interval.compareTo(Duration.ofSeconds(1)) < 0 ? STEP : interval, expiresIn);
    }

    private static URI page(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException invalid) {
            throw LoginFailures.unavailable("The login service named no page for the device code.", null);
        }
    }

    private static void show(Consumer<DeviceCodePrompt> prompt, DeviceCodePrompt what) {
        try {
            prompt.accept(what);
        } catch (RuntimeException thrown) {
            throw LoginFailures.interaction(
                    "The device code was not shown: your code failed with "
                            + thrown.getClass().getName() + ".",
                    thrown);
        }
    }

    /** Waits for the interval, or until the consent ends. */
    private void pause(CompletableFuture<?> consent, Duration interval) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        Time.Cancellable timer = time.after(interval, () -> over.complete(null));
        consent.whenComplete((value, ended) -> over.complete(null));
        over.join();
        timer.cancel();
    }
}
