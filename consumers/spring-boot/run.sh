#!/usr/bin/env bash
# The service of docs/spring-boot.md in an empty folder, from the files that the guide shows and one more test: on the newest
# and the oldest supported Boot 4, and over each transport. The oldest is the first release of the line whose BOM the consumer
# can get.
set -euo pipefail
cd "$(dirname "$0")"
newest=4.1.2
oldest=4.0.1
work=../../target/consumers/spring-boot
for run in "$newest retrofit" "$newest apache" "$oldest retrofit" "$oldest apache"; do
  set -- $run
  echo "Spring Boot $1, adapter-$2"
  rm -rf "$work" && mkdir -p "$work"
  # Each file is the code block that follows its name in a comment.
  awk -v work="$work" '
    /^<!-- file .* -->$/ { file = work "/" $3; folder = file; sub("/[^/]*$", "", folder); system("mkdir -p \"" folder "\"") }
    /^```/ { inside = !inside && file != ""; if (!inside) file = ""; next }
    inside { print > file }
  ' ../../docs/spring-boot.md
  cp -r src "$work"
  sed -i.bak "s/<version>$newest</<version>$1</; s/adapter-retrofit/adapter-$2/" "$work/pom.xml"
  grep -q "<version>$1<" "$work/pom.xml" && grep -q "adapter-$2" "$work/pom.xml" ||
    { echo "The pom.xml of docs/spring-boot.md is not for Boot $newest and adapter-retrofit." >&2; exit 1; }
  $MVN -f "$work/pom.xml" verify
done
