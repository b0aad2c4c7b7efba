#!/usr/bin/env bash
# Builds what a release would publish twice, in two places and in two time zones and languages, and compares the bytes.
# Takes Maven's arguments (-o: offline; the bills of materials are then left out).
set -euo pipefail
# Jars of sources and of Javadoc keep their files' permissions: everybody's, as in docs/releasing.md.
umask 022
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# build DIRECTORY LANGUAGE COUNTRY ZONE [ARGUMENT...]: what is committed or staged, and no output of builds before
build() {
  local directory=$1 language=$2 country=$3 zone=$4
  shift 4
  mkdir -p "$directory"
  echo "Building in $directory ..." >&2
  git ls-files -z | tar -c --null -T - | tar -x -C "$directory"
  (
    cd "$directory"
    MAVEN_OPTS="-Duser.language=$language -Duser.country=$country -Duser.timezone=$zone" \
      mvn -B -ntp -q -Prelease -Dgpg.skip -Dmaven.test.skip -Dspotless.check.skip "$@" package
    find . -path '*/target/*' \( -name 'partnercenter4j-*.jar' -o -name 'bom.json' \) -print0 | sort -z |
      xargs -0 sha256sum
  ) > "$work/$(basename "$directory").sums"
}

build "$work/one" en US UTC "$@"
build "$work/a/longer/way/to/two" tr TR Asia/Kolkata "$@"

jars=$(grep -c '\.jar$' "$work/one.sums")
if [ "$jars" -lt 6 ]; then
  echo "Only $jars jars were built: nothing is proven." >&2
  exit 1
fi
if ! diff "$work/one.sums" "$work/two.sums"; then
  echo "The files above differ between two builds of the same sources." >&2
  exit 1
fi
echo "$jars jars and $(grep -c 'bom\.json$' "$work/one.sums" || true) bills of materials, built twice: the same bytes."
