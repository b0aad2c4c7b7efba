package io.github.partnercenter4j.token;

import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.port.Time;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.DoubleSupplier;

/**
 * Where a client's tokens come from, and what a request for one needs.
 *
 * @param provider is asked for tokens
 * @param timeout how long a request may take
 * @param blockingWork where the provider may block
 * @param threads for what must hold up neither the timer nor a call
 * @param time measures tokens' lives, and sets the timer
 * @param jitter numbers from 0 to 1, so that many clients do not ask at once
 * @param listener gets an event for each request
 */
public record TokenSource(
        AccessTokenProvider provider,
        Duration timeout,
        Executor blockingWork,
        Executor threads,
        Time time,
        DoubleSupplier jitter,
        TokenListener listener) {}
