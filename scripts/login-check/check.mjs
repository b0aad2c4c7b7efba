// Signs in at the fake login by two libraries that nobody here wrote, in each flow, and uses each token at the fake's API.
import { readFile } from "node:fs/promises";
import { ConfidentialClientApplication, PublicClientApplication } from "@azure/msal-node";
import * as openid from "openid-client";

const fake = JSON.parse(await readFile(process.argv[2], "utf8"));
const api = `${fake.url}/user_impersonation`;
const redirectUri = "https://app.example/signed-in";
const authority = `${fake.authority.replace(/\/$/, "")}/${fake.tenant}`;

async function profileStatus(token) {
  const answer = await fetch(`${fake.url}/v1/profiles/support`, { headers: { Authorization: `Bearer ${token}` } });
  return answer.status;
}

async function admin(path, body) {
  const answer = await fetch(`${fake.url}/__admin${path}`, { method: "POST", body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
}

/** What a browser does: the fake's user signs in at once, and is sent back. */
async function signIn(url) {
  const answer = await fetch(url, { redirect: "manual" });
  const location = answer.headers.get("location");
  if (!location) throw new Error(`${answer.status} ${await answer.text()}`);
  return new URL(location);
}

function equal(what, actual, expected) {
  if (actual !== expected) throw new Error(`${what}: expected ${expected}, but was ${actual}`);
}

const checks = [];
const check = (name, run) => checks.push([name, run]);

// --- openid-client ---

const confidential = () => openid.discovery(new URL(`${authority}/v2.0`), fake.clientId, fake.clientSecret);

check("openid-client: code with PKCE, then refresh", async () => {
  const config = await confidential();
  const verifier = openid.randomPKCECodeVerifier();
  const [state, nonce] = [openid.randomState(), openid.randomNonce()];
  const back = await signIn(
    openid.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri,
      scope: `openid offline_access ${api}`,
      code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
      state,
      nonce,
    }),
  );
  const tokens = await openid.authorizationCodeGrant(config, back, {
    pkceCodeVerifier: verifier,
    expectedState: state,
    expectedNonce: nonce,
  });
  equal("tenant", tokens.claims().tid, fake.tenant);
  equal("profile", await profileStatus(tokens.access_token), 200);
  const refreshed = await openid.refreshTokenGrant(config, tokens.refresh_token);
  equal("profile after the refresh", await profileStatus(refreshed.access_token), 200);
});

check("openid-client: hybrid flow", async () => {
  const config = await confidential();
  openid.useCodeIdTokenResponseType(config);
  const [state, nonce] = [openid.randomState(), openid.randomNonce()];
  const back = await signIn(
    openid.buildAuthorizationUrl(config, { redirect_uri: redirectUri, scope: `openid ${api}`, state, nonce }),
  );
  const tokens = await openid.authorizationCodeGrant(config, back, { expectedState: state, expectedNonce: nonce });
  equal("profile", await profileStatus(tokens.access_token), 200);
});

check("openid-client: device code", async () => {
  const config = await openid.discovery(new URL(`${authority}/v2.0`), fake.publicClientId, undefined, openid.None());
  const device = await openid.initiateDeviceAuthorization(config, { scope: `offline_access ${api}` });
  await admin("/login/devices", { userCode: device.user_code });
  const tokens = await openid.pollDeviceAuthorizationGrant(config, device);
  equal("profile", await profileStatus(tokens.access_token), 200);
});

check("openid-client: app only, which Partner Center refuses", async () => {
  const tokens = await openid.clientCredentialsGrant(await confidential(), { scope: `${fake.url}/.default` });
  equal("profile", await profileStatus(tokens.access_token), 403);
});

check("openid-client: secret in the header", async () => {
  const config = await openid.discovery(
    new URL(`${authority}/v2.0`),
    fake.clientId,
    undefined,
    openid.ClientSecretBasic(fake.clientSecret),
  );
  const tokens = await openid.refreshTokenGrant(config, fake.refreshToken);
  equal("profile", await profileStatus(tokens.access_token), 200);
});

// --- msal-node ---

const settings = { authority, knownAuthorities: [new URL(fake.authority).host] };
const msal = () =>
  new ConfidentialClientApplication({ auth: { ...settings, clientId: fake.clientId, clientSecret: fake.clientSecret } });

check("msal-node: refresh token", async () => {
  const result = await msal().acquireTokenByRefreshToken({ refreshToken: fake.refreshToken, scopes: [api] });
  equal("profile", await profileStatus(result.accessToken), 200);
});

check("msal-node: code with PKCE, then silently", async () => {
  const app = msal();
  const verifier = openid.randomPKCECodeVerifier();
  const back = await signIn(
    await app.getAuthCodeUrl({
      scopes: [api],
      redirectUri,
      codeChallenge: await openid.calculatePKCECodeChallenge(verifier),
      codeChallengeMethod: "S256",
    }),
  );
  const result = await app.acquireTokenByCode({
    code: back.searchParams.get("code"),
    scopes: [api],
    redirectUri,
    codeVerifier: verifier,
  });
  equal("tenant", result.tenantId, fake.tenant);
  equal("profile", await profileStatus(result.accessToken), 200);
  const silent = await app.acquireTokenSilent({ account: result.account, scopes: [api], forceRefresh: true });
  equal("profile after the refresh", await profileStatus(silent.accessToken), 200);
});

check("msal-node: device code", async () => {
  const app = new PublicClientApplication({ auth: { ...settings, clientId: fake.publicClientId } });
  const result = await app.acquireTokenByDeviceCode({
    scopes: [api],
    deviceCodeCallback: (device) => admin("/login/devices", { userCode: device.userCode }),
  });
  equal("profile", await profileStatus(result.accessToken), 200);
});

check("msal-node: app only, which Partner Center refuses", async () => {
  const result = await msal().acquireTokenByClientCredential({ scopes: [`${fake.url}/.default`] });
  equal("profile", await profileStatus(result.accessToken), 403);
});

let failed = 0;
for (const [name, run] of checks) {
  try {
    await run();
    console.log(`ok      ${name}`);
  } catch (failure) {
    failed++;
    console.log(`FAILED  ${name}: ${failure.message}${failure.cause ? ` (${failure.cause.message ?? failure.cause})` : ""}`);
  }
}
process.exit(failed === 0 ? 0 : 1);
