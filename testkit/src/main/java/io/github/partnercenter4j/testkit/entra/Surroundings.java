package io.github.partnercenter4j.testkit.entra;

import io.github.partnercenter4j.testkit.service.IssuedTokens;
import io.github.partnercenter4j.testkit.service.Seed;
import java.net.URI;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the login gets from its fake.
 *
 * @param api the URL of the fake's API
 * @param authority returns the URL of the login for a client with a {@code Host} header
 * @param names returns whether a host is the fake
 * @param home the tenant of users if a client does not name one, a GUID in lower case
 * @param seed the seed of all random values
 * @param clock the clock for expiry
 * @param tokens the access tokens that the API knows
 */
public record Surroundings(
        Supplier<URI> api,
        Function<@Nullable String, URI> authority,
        Predicate<String> names,
        String home,
        Seed seed,
        InstantSource clock,
        IssuedTokens tokens) {

    /** Returns the URL of the login for the client of a request. */
    URI authority(LoginRequest request) {
        return authority.apply(request.header("Host"));
    }
}
