#!/usr/bin/env bash
# Tells what the starter adds to the start of an empty Spring Boot web application with Actuator: starts it in turn without and
# with the starter, one transport and two partners, and prints the medians and their ratio. Nothing is gated: it depends on the machine.
#   scripts/start-up-cost.sh [number of starts of each kind, 15 unless given]
set -euo pipefail
cd "$(dirname "$0")/.."
starts=${1:-15}
work=target/start-up-cost
mkdir -p "$work/classes"
echo "Building the example ..." >&2
mvn -B -ntp -q -pl examples/spring-boot -am compile dependency:build-classpath \
  -Dmdep.outputFile="$PWD/$work/classpath" -Dmdep.includeScope=runtime -Dspotless.check.skip
all=$(cat "$work/classpath")
empty=$(tr ':' '\n' < "$work/classpath" \
  | grep -v -E '/(core|wire|testkit|adapter-[a-z]+|spring-boot-starter)/target/|/partnercenter4j-|okhttp|okio|retrofit|moshi|kotlin|msal4j|azure' \
  | paste -sd: -)
cat > "$work/Empty.java" <<'JAVA'
import java.lang.management.ManagementFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class Empty {
    public static void main(String... arguments) {
        try (var application = SpringApplication.run(Empty.class, arguments)) {
            var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            System.out.println("ready " + ManagementFactory.getRuntimeMXBean().getUptime() + " "
                    + system.getProcessCpuTime() / 1_000_000);
        }
    }
}
JAVA
javac -d "$work/classes" -cp "$empty" "$work/Empty.java"
partners=()
for name in contoso fabrikam; do
  partners+=("--partnercenter.partners.$name.tenant=$name.onmicrosoft.com"
    "--partnercenter.partners.$name.client-id=8c1f2e3d-4b5a-4697-8899-aabbccddeeff"
    "--partnercenter.partners.$name.client-secret=nobody")
done
start() { # kind, class path, arguments
  local kind=$1 path=$2
  shift 2
  java -cp "$work/classes:$path" Empty --server.port=0 --spring.main.banner-mode=off --logging.level.root=error "$@" \
    | grep ready >> "$work/$kind"
}
rm -f "$work/without" "$work/with"
for ((i = 0; i < starts; i++)); do
  start without "$empty"
  start with "$all" "${partners[@]}" "--partnercenter.refresh-tokens=$work/refresh-tokens"
done
median() { sort -n -k "$2" "$work/$1" | awk -v column="$2" '{ value[NR] = $column } END { print value[int((NR + 1) / 2)] }'; }
for column in 2 3; do
  awk -v name="$([ $column = 2 ] && echo 'time to ready' || echo 'CPU time')" \
    -v without="$(median without $column)" -v with="$(median with $column)" \
    'BEGIN { printf "%s: %d ms without, %d ms with the starter, ratio %.2f\n", name, without, with, with / without }'
done
