package io.github.partnercenter4j.testkit.visit;

import io.github.partnercenter4j.testkit.entra.LoginRequest;
import org.jspecify.annotations.Nullable;

/**
 * The result of a token request, for the journal.
 *
 * @param received when its head had arrived
 * @param answered when the login began to answer
 * @param request the request
 * @param status the status of the response, or 0 if there is none
 * @param aadsts the error number if the login itself refused, or 0
 * @param choice the chosen fault, or null if none was chosen
 */
public record TokenVisitResult(
        Moment received,
        Moment answered,
        LoginRequest request,
        int status,
        int aadsts,
        @Nullable Choice choice) {}
