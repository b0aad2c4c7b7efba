#!/usr/bin/env bash
# Runs these tests, each with a fake of its own and all side by side, on the oldest and the newest JUnit that the testkit is
# for (or those in JUNIT_VERSIONS): twice, since with one seed they have to see the same ids both times. Run by ../run.sh.
set -euo pipefail
cd "$(dirname "$0")"
ids=$(mktemp -d)
trap 'rm -rf "$ids"' EXIT

for version in ${JUNIT_VERSIONS:-5.10.5 5.14.4 6.1.3}; do
  for run in 1 2; do
    $MVN clean verify "-Djunit.version=$version" "-Dids=$ids/$version-$run"
  done
  cmp "$ids/$version-1" "$ids/$version-2"
  echo "JUnit $version: passed twice, with the same $(wc -l < "$ids/$version-1") ids"
done
