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
 * What a login has to know of the fake that it belongs to.
 *
 * @param api where the fake's API is
 * @param authority where the login itself is for a client that came with a header {@code Host}
 * @param names which hosts are the fake
 * @param home the tenant that users are of where a client leaves it open, a GUID in lower case
 * @param seed what every random number comes from
 * @param clock what everything expires by
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

    /** Returns where the login is for whoever sent a request: where it was sent. */
    URI authority(LoginRequest request) {
        return authority.apply(request.header("Host"));
    }
}
