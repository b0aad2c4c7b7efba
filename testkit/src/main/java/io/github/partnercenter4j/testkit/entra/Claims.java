package io.github.partnercenter4j.testkit.entra;

import io.github.partnercenter4j.testkit.json.Json;
import io.github.partnercenter4j.testkit.json.Json.ArrayValue;
import io.github.partnercenter4j.testkit.json.Json.ObjectValue;
import io.github.partnercenter4j.testkit.json.Json.TextValue;
import io.github.partnercenter4j.testkit.json.JsonException;
import io.github.partnercenter4j.testkit.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an application demands of the tokens of a sign-in, by {@code claims} (OpenID Connect Core, 5.5). Pure functions. */
final class Claims {

    private static final Json MFA = Json.text("mfa");

    private Claims() {}

    /**
     * Tells whether the claims demand a second factor: {@code mfa} in {@code amr}.
     *
     * @throws RefusedException if they are no JSON object
     */
    static boolean demandMfa(@Nullable String claims) throws RefusedException {
        if (claims == null) {
            return false;
        }
        try {
            if (!(JsonReader.read(claims.getBytes(StandardCharsets.UTF_8)) instanceof ObjectValue asked)) {
                throw new RefusedException(Aadsts.PARAMETER_INVALID, "'claims'.");
            }
            for (String token : List.of("access_token", "id_token")) {
                if (asked.find(token) instanceof ObjectValue ofToken
                        && ofToken.find("amr") instanceof ObjectValue methods
                        && (isMfa(methods.find("value")) || isMfa(methods.find("values")))) {
                    return true;
                }
            }
            return false;
        } catch (JsonException malformed) {
            throw new RefusedException(Aadsts.PARAMETER_INVALID, "'claims'.");
        }
    }

    private static boolean isMfa(@Nullable Json wanted) {
        return wanted instanceof TextValue
                ? wanted.equals(MFA)
                : wanted instanceof ArrayValue some && some.items().contains(MFA);
    }
}
