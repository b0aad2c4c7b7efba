#!/usr/bin/env bash
# Runs the standalone fake on one host and its clients on another: two network namespaces, joined by a cable, of which the
# clients' knows the fake's name. Each client signs in, reads and updates: Java over both transports, and Node. The first
# fake starts as its container would, by testkit/Containerfile and testkit/compose.yaml. Needs Linux, root, ip, curl, wget,
# node, openssl and the project built. Without the first three it checks nothing; with REQUIRE_TOOLS=1 it fails then.
#   mvn -ntp -pl examples -am test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
set -euo pipefail
cd "$(dirname "$0")/.."

if [ "$(id -u)" != 0 ] || ! command -v ip >/dev/null || ! ip netns list >/dev/null 2>&1; then
  echo "Skipped: network namespaces need Linux, root and ip."
  exit "${REQUIRE_TOOLS:-0}"
fi
jar=$(find testkit/target -maxdepth 1 -name '*-standalone.jar' 2>/dev/null | head -n 1)
fakePath=${jar:-core/target/classes:testkit/target/classes}
clientPath=${CLIENT_CLASSPATH:-examples/target/test-classes:examples/target/classes:$(cat examples/target/classpath 2>/dev/null || true)}
java=${JAVA:-java}

there=pc4j-fake-$$ # the fake's host
here=pc4j-client-$$ # its clients'
work=$(mktemp -d)
fake=
map=
end() {
  [ -z "$fake" ] || kill "$fake" 2>/dev/null || true
  [ -z "$map" ] || kill "$map" 2>/dev/null || true
  ip netns del "$there" 2>/dev/null || true
  ip netns del "$here" 2>/dev/null || true
  rm -rf "$work" "/etc/netns/$here"
}
trap end EXIT

ip netns add "$there"
ip netns add "$here"
ip link add cable netns "$there" type veth peer name cable netns "$here"
host=1
for namespace in "$there" "$here"; do
  ip -n "$namespace" addr add "10.85.85.$host/24" dev cable
  ip -n "$namespace" addr add "fd00:85::$host/64" dev cable nodad
  ip -n "$namespace" link set lo up
  ip -n "$namespace" link set cable up
  host=2
done
mkdir -p "/etc/netns/$here"
printf '127.0.0.1 localhost\n10.85.85.1 fake fake.internal evil.example\n' >"/etc/netns/$here/hosts"

onFake() { ip netns exec "$there" "$@"; }
onClient() { ip netns exec "$here" "$@"; }
failed=0
ok() { echo "ok      $1"; }
not_ok() { echo "FAILED  $1"; failed=1; }

# start OPTION...: a fake, and what it says of itself in $ready.
start() {
  [ -z "$fake" ] || { kill "$fake"; wait "$fake" 2>/dev/null || true; }
  rm -f "$work/ready.json"
  ip netns exec "$there" env ${variables[@]+"${variables[@]}"} "$java" -cp "$fakePath" io.github.partnercenter4j.testkit.standalone.Standalone \
    --ready-file "$work/ready.json" "$@" >"$work/fake.log" 2>&1 &
  fake=$!
  for _ in $(seq 300); do
    [ -e "$work/ready.json" ] && return
    sleep 0.1
  done
  echo "The fake did not start:" >&2
  cat "$work/fake.log" >&2
  exit 1
}
member() { sed "s/.*\"$1\":\"\([^\"]*\)\".*/\1/" "$work/ready.json"; }

# clients WHAT CA [URL AUTHORITY]: each client signs in, reads and updates.
clients() {
  local url=${3:-$(member url)} authority=${4:-$(member authority)} name log
  local arguments=("$url" "$authority" "$(member tenant)" "$(member clientId)" "$(member clientSecret)")
  echo "$1: $url"
  for name in java node; do
    log=$work/$name.log
    if [ "$name" = java ]; then
      onClient "$java" -cp "$clientPath" io.github.partnercenter4j.examples.FromAnotherHost "${arguments[@]}" "$2" >"$log" 2>&1
    else
      NODE_EXTRA_CA_CERTS=$2 onClient node scripts/namespaces-client.mjs "${arguments[@]}" >"$log" 2>&1
    fi && grep '^ok' "$log" || { not_ok "$name"; cat "$log" >&2; }
  done
}

# As a container: by the variables of its image and of its service, and with its image's health check.
mapfile -t variables < <(
  sed -n 's/^ENV \(PARTNERCENTER4J_[A-Z0-9_]*=\)/\1/p' testkit/Containerfile
  sed -n 's/^ *\(PARTNERCENTER4J_[A-Z0-9_]*\): */\1=/p' testkit/compose.yaml
)
health=$(sed -n 's/^ *CMD //p' testkit/Containerfile)
start
if onFake env "${variables[@]}" sh -c "$health"; then ok "health check: $health"; else not_ok "health check: $health"; fi
variables=()
onClient curl -sSf -o "$work/ca.pem" http://fake:8585/__admin/ca.pem
clients "As a container" "$work/ca.pem"

# The page, and a page of somebody else whose name was made to lead to the fake.
status() { onClient curl -s -o "$work/answer" -w '%{http_code}' --cacert "$work/ca.pem" "$@"; }
is() { if [ "$3" = "$2" ]; then ok "$1: $2"; else not_ok "$1: $3, not $2"; fi; }
is "page" 200 "$(status https://fake:8585/__admin)"
is "page's origin" 204 "$(status -X POST -H 'Origin: https://fake:8585' https://fake:8585/__admin/reset)"
is "rebinding page" 403 "$(status -H 'Origin: http://evil.example:8585' http://evil.example:8585/__admin/connection)"
if grep -q '"token"' "$work/answer"; then not_ok "a rebinding page read a token"; else ok "a rebinding page read no token"; fi

# By address, without a word about names; and through a port of this host that leads there, as Docker's do.
start --bind 0.0.0.0 --port 8585 --ca-out "$work/ca.pem"
clients "By address" "$work/ca.pem" https://10.85.85.1:8585 https://10.85.85.1:8585
cat >"$work/map.mjs" <<'END'
import net from "node:net";
net.createServer((near) => {
  const far = net.connect(8585, "10.85.85.1");
  near.pipe(far).pipe(near);
  near.on("error", () => far.destroy());
  far.on("error", () => near.destroy());
}).listen(32768, "127.0.0.1");
END
ip netns exec "$here" node "$work/map.mjs" &
map=$!
for _ in $(seq 100); do
  onClient curl -s -o /dev/null http://localhost:32768/ && break
  sleep 0.1
done
clients "By a mapped port" "$work/ca.pem" https://localhost:32768 https://localhost:32768
kill "$map"

start --bind 10.85.85.1 --ca-out "$work/ca.pem"
clients "Bound to one address" "$work/ca.pem"
start --bind fd00:85::1 --ca-out "$work/ca.pem"
clients "Bound to one address of IPv6" "$work/ca.pem"
start --bind :: --host-name fake.internal --ca-out "$work/ca.pem"
clients "By a name" "$work/ca.pem"

# Without encryption, where the user says so.
start --bind 0.0.0.0 --port 8585 --public-url http://fake:8585 --ca-out "$work/ca.pem"
clients "In plain http" "$work/ca.pem"

# With a certificate of one's own.
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=own -addext subjectAltName=DNS:fake \
  -keyout "$work/key.pem" -out "$work/cert.pem" 2>"$work/openssl.log"
start --bind 0.0.0.0 --port 8585 --public-url https://fake:8585 --cert "$work/cert.pem" --key "$work/key.pem"
clients "With a certificate of one's own" "$work/cert.pem"
exit "$failed"
