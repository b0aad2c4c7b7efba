#!/usr/bin/env bash
# Measures the rows of docs/performance.md: all, or those that are named. See --list, --quick.
set -euo pipefail
cd "$(dirname "$0")/.."

echo "Building the benchmarks ..." >&2
mvn -B -ntp -q -Pbenchmarks -pl benchmarks -am process-classes
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" \
  -cp "benchmarks/target/classes:$(cat benchmarks/target/class-path)" \
  io.github.partnercenter4j.benchmarks.Benchmarks "$@"
