package io.github.partnercenter4j.testkit.entra;

import io.github.partnercenter4j.testkit.service.IssuedTokens;
import io.github.partnercenter4j.testkit.service.Seed;
import java.net.URI;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * What a login has to know of the fake that it belongs to.
 *
 * @param api where the fake's API is
 * @param authority where the login itself is
 * @param home the tenant that users are of where a client leaves it open, a GUID in lower case
 * @param seed what every random number comes from
 * @param clock what everything expires by
 * @param tokens the access tokens that the API knows
 */
public record Surroundings(
        Supplier<URI> api, Supplier<URI> authority, String home, Seed seed, InstantSource clock, IssuedTokens tokens) {}
