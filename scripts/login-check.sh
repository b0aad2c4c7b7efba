#!/usr/bin/env bash
# Signs in at the fake login with openid-client and msal-node, in each flow, and uses each token at the fake's API over HTTPS.
# Needs the project built, Node 20 or newer, and the npm registry the first time; without Node it checks nothing.
# With REQUIRE_TOOLS=1, it fails if Node is missing.
# NODE, NPM and JAVA name other programs than those on the PATH.
set -euo pipefail
cd "$(dirname "$0")/.."

node=${NODE:-$(command -v node || true)}
if [ -z "$node" ]; then
  echo "Skipped: there is no Node on the PATH, and NODE does not name one."
  exit "${REQUIRE_TOOLS:-0}"
fi

jar=$(find testkit/target -maxdepth 1 -name '*-standalone.jar' 2>/dev/null | head -n 1)
if [ -z "$jar" ] && [ ! -d testkit/target/classes ]; then
  echo "Build the fake first: mvn -ntp -pl testkit -am package -DskipTests" >&2
  exit 1
fi

work=$(mktemp -d)
fake=
trap '[ -z "$fake" ] || kill "$fake" 2>/dev/null || true; rm -rf "$work"' EXIT

cp scripts/login-check/* "$work/" 2>/dev/null || true
"${NPM:-npm}" ci --prefix "$work" --no-audit --no-fund --silent

"${JAVA:-java}" -cp "${jar:-core/target/classes:testkit/target/classes}" \
  io.github.partnercenter4j.testkit.standalone.Standalone \
  --port 0 --https --ca-out "$work/ca.pem" --ready-file "$work/ready.json" >"$work/fake.log" 2>&1 &
fake=$!
for _ in $(seq 100); do
  [ -e "$work/ready.json" ] && break
  sleep 0.1
done
[ -e "$work/ready.json" ] || { echo "The fake did not start:" >&2; cat "$work/fake.log" >&2; exit 1; }

NODE_EXTRA_CA_CERTS="$work/ca.pem" "$node" "$work/check.mjs" "$work/ready.json"
