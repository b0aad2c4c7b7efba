#!/usr/bin/env bash
# Looks at the fake's inspector in a real browser: runs the standalone fake, sends it some traffic, and checks what the page
# shows, that markup which came with the traffic stays text, and that nothing is asked of anybody but the fake. Then
# inspector-check/check.mjs uses the page as people do, and axe-core looks at it. Leaves screenshots in
# testkit/target/inspector. Needs the project built, curl and Chromium; without Chromium it checks nothing. The second part
# needs Node 20 or newer, and the npm registry the first time. CHROMIUM, NODE, NPM and JAVA name other programs than those on
# the PATH. With REQUIRE_TOOLS=1, it fails if Chromium or Node is missing.
set -euo pipefail
cd "$(dirname "$0")/.."

chromium=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
if [ -z "$chromium" ]; then
  echo "Skipped: there is no Chromium on the PATH, and CHROMIUM does not name one."
  exit "${REQUIRE_TOOLS:-0}"
fi

jar=$(find testkit/target -maxdepth 1 -name '*-standalone.jar' 2>/dev/null | head -n 1)
classes=core/target/classes:testkit/target/classes
if [ -z "$jar" ] && [ ! -d testkit/target/classes ]; then
  echo "Build the fake first: mvn -ntp -pl testkit -am package -DskipTests" >&2
  exit 1
fi

out=testkit/target/inspector
rm -rf "$out"
mkdir -p "$out"
work=$(mktemp -d)
fake=
trap '[ -z "$fake" ] || kill "$fake" 2>/dev/null || true; rm -rf "$work"' EXIT

"${JAVA:-java}" -cp "${jar:-$classes}" io.github.partnercenter4j.testkit.standalone.Standalone \
  --port 0 --seed 7 --ready-file "$work/ready.json" >"$work/fake.log" 2>&1 &
fake=$!
for _ in $(seq 100); do
  [ -e "$work/ready.json" ] && break
  sleep 0.1
done
[ -e "$work/ready.json" ] || { echo "The fake did not start:" >&2; cat "$work/fake.log" >&2; exit 1; }

# One member of a line of JSON.
member() { sed "s/.*\"$1\":\"\([^\"]*\)\".*/\1/"; }
url=$(member url <"$work/ready.json")
token=$(member token <"$work/ready.json")
default=$(member tenant <"$work/ready.json")

admin() { curl -sS -f -o /dev/null -X "$1" "$url/__admin$2" ${3:+-d "$3"}; }
api() { curl -s -o /dev/null "$url$1" -H "Authorization: Bearer ${TOKEN:-$token}" "${@:2}" || true; }

# The browser would look for its maker; here no name leads anywhere.
browse() {
  local root=()
  if [ "$(id -u)" = 0 ]; then
    root=(--no-sandbox)
  fi
  timeout 120 "$chromium" --headless "${root[@]}" --disable-gpu --disable-quic --no-first-run --disable-background-networking \
    --disable-component-update --disable-sync --hide-scrollbars --user-data-dir="$work/browser" \
    --host-resolver-rules="MAP * ~NOTFOUND, EXCLUDE 127.0.0.1" --virtual-time-budget=4000 "$@" 2>"$work/browser.log" ||
    { echo "The browser failed:" >&2; tail -n 5 "$work/browser.log" >&2; return 1; }
}

failed=0
ok() { echo "ok      $1"; }
not_ok() { echo "FAILED  $1"; failed=1; }
# shows FILE TEXT...: all of these texts are in the page.
shows() {
  local text
  for text in "${@:2}"; do
    if grep -qF -- "$text" "$1"; then ok "shows $text"; else not_ok "shows $text"; fi
  done
}
lacks() { if grep -qF -- "$2" "$1"; then not_ok "lacks $2"; else ok "lacks $2"; fi; }

# An empty fake says what to do.
browse --dump-dom "$url/__admin" >"$out/empty.html"
shows "$out/empty.html" "$default (default)" "curl -s $url/v1/profiles/support" "No rules." 'label="Documented errors"' \
  '<option value="{&quot;fault&quot;:&quot;error&quot;,&quot;error&quot;:&quot;MFA_REQUIRED&quot;}">MFA_REQUIRED</option>'
browse --window-size=1400,900 --screenshot="$out/empty.png" "$url/__admin/" >/dev/null

other=11111111-2222-3333-4444-555555555555
script='<script>document.title = "overtaken"</script>'
image='<img src=\"/taken\" onerror=\"document.title = 1\">'
admin PUT "/tenants/$other/profile" "{\"email\":\"$image\",\"telephone\":\"555-0100\",\"website\":\"partner.example\"}"
others=$(curl -sS -X POST "$url/__admin/tokens" -d "{\"tenant\":\"$other\"}" | member token)
update='{"Email":"help@contoso.example","Telephone":"4255550100","Website":"www.contoso.example"}'
json=(-X PUT -H 'Content-Type: application/json')
call=(-H 'MS-RequestId: b1317092-f087-471e-a637-f66523b2b94c' -H 'MS-CorrelationId: c49004b1-224f-4d86-a607-6c8bcc52cfdd')

api /v1/profiles/support
api /v1/profiles/support -H "X-Note: $script"
admin POST /faults '{"play":{"fault":"drop","at":"after-commit"}}'
api /v1/profiles/supportprofile "${json[@]}" "${call[@]}" -d "$update"
api /v1/profiles/supportprofile "${json[@]}" "${call[@]}" -d "$update"
TOKEN=$others api /v1/profiles/support
TOKEN=wrong api /v1/profiles/support
api "/v1/profiles/supprt?q=$(printf 'x%.0s' {1..120})"
admin POST /rules '{"request":{"method":"PUT"},"times":1,"play":{"fault":"answer","status":503,"headers":{"Retry-After":"2"}}}'
admin POST /rules '{"request":{"method":"PUT"},"play":{"fault":"error","error":"MFA_REQUIRED"}}'
admin PATCH /rules/2 '{"enabled":false}'
api /v1/profiles/supportprofile "${json[@]}" -d "$update"
admin POST /faults '{"play":[{"fault":"error","error":"ROLE_MISSING"},{"fault":"reset","at":"before-commit"}]}'
api /v1/profiles/support
admin PUT /throttle '{"requests":60,"window":"PT1M","writeCost":5}'
admin POST /clock '{"advance":"PT3H"}'

# What the traffic left is on the page: tenants, exchanges, rules, queue, clock.
page=$out/page.html
browse --dump-dom --log-net-log="$work/net.json" --net-log-capture-mode=Default "$url/__admin#exchange=3" >"$page"
shows "$page" "$default" "$other" help@contoso.example '<code>PUT /v1/profiles/supportprofile</code>' '>no answer<' '>written<' \
  '>replayed<' '>attempt 2<' '>401<' '>404<' '>503<' '>403<' '>9 exchanges<' 'when(PUT): times 1' 'class="rule off"' \
  'Authorization: ' '3 h ahead' 'Throttled: 60 requests' 'id="exchange-3" open=""' '1 fault waits'
lacks "$page" "$token"
# What came as markup is there as text, and did not run.
shows "$page" '&lt;script&gt;document.title' '&lt;img src="/taken"' '<title>Fake Partner Center</title>'
lacks "$page" '<img'
# The choice of a tenant hides the others.
browse --dump-dom "$url/__admin#tenant=$other" >"$out/tenant.html"
shows "$out/tenant.html" '>1 exchange<'
lacks "$out/tenant.html" 'help@contoso.example'

# The browser's own record of what the page asked for.
asked=$(grep '"initiator":"http' "$work/net.json" | grep -o '"url":"[^"]*"' | sort -u || true)
elsewhere=$(grep -vF "\"$url/__admin/" <<<"$asked" || true)
if [ -z "$elsewhere" ]; then ok "asked for nothing but the fake's"; else not_ok "asked for $elsewhere"; fi
if grep -qF "$url/__admin/journal" <<<"$asked"; then ok "asked for the journal"; else not_ok "asked for the journal"; fi

# preferredColorScheme: 0 is dark, 1 is light.
for scheme in dark:0 light:1; do
  for size in wide:1400,1300 narrow:400,2600; do
    browse --blink-settings=preferredColorScheme="${scheme#*:}" --window-size="${size#*:}" \
      --screenshot="$out/${scheme%:*}-${size%:*}.png" "$url/__admin#exchange=3" >/dev/null
  done
done
for picture in empty dark-wide dark-narrow light-wide light-narrow; do
  if [ -s "$out/$picture.png" ]; then ok "$out/$picture.png"; else not_ok "$out/$picture.png"; fi
done

node=${NODE:-$(command -v node || true)}
if [ -z "$node" ]; then
  echo "Skipped: there is no Node on the PATH, and NODE does not name one. Nobody pressed a button."
  [ "${REQUIRE_TOOLS:-0}" = 0 ] || failed=1
else
  cp scripts/inspector-check/* "$work/" 2>/dev/null || true
  "${NPM:-npm}" ci --prefix "$work" --no-audit --no-fund --silent
  "$node" "$work/check.mjs" "$work/ready.json" "$chromium" "$out" || failed=1
fi
exit "$failed"
