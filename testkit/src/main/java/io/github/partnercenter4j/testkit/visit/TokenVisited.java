package io.github.partnercenter4j.testkit.visit;

import io.github.partnercenter4j.testkit.entra.LoginRequest;
import org.jspecify.annotations.Nullable;

/**
 * What became of a request for tokens.
 *
 * @param received when its head had come
 * @param answered when the login began to answer
 * @param request what was asked
 * @param status the status that is sent, or 0 if none is
 * @param aadsts why the login itself refused, or 0
 * @param choice what was chosen to go wrong, or null if nobody was asked
 */
public record TokenVisited(
        Moment received,
        Moment answered,
        LoginRequest request,
        int status,
        int aadsts,
        @Nullable Choice choice) {}
