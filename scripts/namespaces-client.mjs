// A client of the fake in Node: signs in with a code and PKCE, reads and updates the profile, and refreshes.
// Takes url, authority, tenant, client id and secret; the certificate to trust is in NODE_EXTRA_CA_CERTS.
import { createHash, randomBytes, randomUUID } from "node:crypto";

const [url, authority, tenant, clientId, secret] = process.argv.slice(2);
const redirectUri = "http://localhost:5000/signed-in";
const scope = `${url}/user_impersonation offline_access openid`;

async function ask(address, options) {
  const answer = await fetch(address, { signal: AbortSignal.timeout(20_000), ...options });
  const text = await answer.text();
  if (answer.status >= 400) throw new Error(`${address} answered ${answer.status}: ${text}`);
  return { answer, text };
}

// The answer's byte order mark is gone: fetch removes it.
const json = async (address, options) => JSON.parse((await ask(address, options)).text);
const post = (form) => ({ method: "POST", body: new URLSearchParams({ client_id: clientId, client_secret: secret, ...form }) });

const discovery = await json(`${authority}/${tenant}/v2.0/.well-known/openid-configuration`);
for (const name of ["token_endpoint", "authorization_endpoint", "jwks_uri", "issuer"]) {
  if (!discovery[name].startsWith(authority + "/")) throw new Error(`${name} is ${discovery[name]}`);
}
const verifier = randomBytes(32).toString("base64url");
const page = new URL(discovery.authorization_endpoint);
page.search = new URLSearchParams({
  client_id: clientId, response_type: "code", redirect_uri: redirectUri, scope, state: "s",
  code_challenge: createHash("sha256").update(verifier).digest("base64url"), code_challenge_method: "S256",
});
const signedIn = (await ask(page, { redirect: "manual" })).answer.headers.get("location");
const tokens = await json(discovery.token_endpoint, post({
  grant_type: "authorization_code", code: new URL(signedIn).searchParams.get("code"), redirect_uri: redirectUri,
  code_verifier: verifier, scope,
}));
const refreshed = await json(discovery.token_endpoint, post({
  grant_type: "refresh_token", refresh_token: tokens.refresh_token, scope,
}));
await json(discovery.jwks_uri);

const headers = (token) => ({
  Authorization: `Bearer ${token}`, "Content-Type": "application/json",
  "MS-RequestId": randomUUID(), "MS-CorrelationId": randomUUID(),
});
const profile = await json(`${url}/v1/profiles/support`, { headers: headers(tokens.access_token) });
const telephone = "4255550" + Math.floor(Math.random() * 1000).toString().padStart(3, "0");
await json(`${url}/v1/profiles/supportprofile`, {
  method: "PUT", headers: headers(refreshed.access_token), body: JSON.stringify({ ...profile, telephone }),
});
const read = await json(`${url}/v1/profiles/support`, { headers: headers(refreshed.access_token) });
if (read.telephone !== telephone) throw new Error("The update cannot be read.");
console.log(`ok      node at ${url}`);
