#!/usr/bin/env bash
# Runs tests with the testkit on each JUnit that it is for, on the JDK that JAVA_HOME names: those of consumers/junit, twice,
# which have to see the same ids both times, and the testkit's own tests of its extension, as they are compiled for the newest
# JUnit 5. Versions can be named as arguments; Maven's arguments go into MAVEN_ARGS (-o once everything is there). What is
# built goes into a repository of its own under target/, and nothing into the user's.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
work=$root/target/junit-versions

rm -rf "$work/published" "$work/local/io/github/partnercenter4j"
mkdir -p "$work"
# The user's own repository is read as a remote one, so that nothing has to be loaded again.
cat > "$work/settings.xml" <<SETTINGS
<settings>
  <localRepository>$work/local</localRepository>
  <profiles>
    <profile>
      <id>published</id>
      <repositories>
        <repository><id>published</id><url>file://$work/published</url></repository>
        <repository>
          <id>own</id><url>file://$HOME/.m2/repository</url>
          <releases><checksumPolicy>ignore</checksumPolicy></releases><snapshots><enabled>false</enabled></snapshots>
        </repository>
      </repositories>
      <pluginRepositories>
        <pluginRepository>
          <id>own</id><url>file://$HOME/.m2/repository</url>
          <releases><checksumPolicy>ignore</checksumPolicy></releases><snapshots><enabled>false</enabled></snapshots>
        </pluginRepository>
      </pluginRepositories>
    </profile>
  </profiles>
  <activeProfiles><activeProfile>published</activeProfile></activeProfiles>
</settings>
SETTINGS

mvn -B -ntp -q ${MAVEN_ARGS:-} -pl testkit -am -DskipTests -Dspotless.check.skip deploy \
  -DaltDeploymentRepository="published::file://$work/published"

if [ $# -eq 0 ]; then
  set -- 5.10.5 5.14.4 6.1.3
fi
for version in "$@"; do
  consumer="mvn -B -ntp -q -s $work/settings.xml ${MAVEN_ARGS:-} -f consumers/junit/pom.xml -Djunit.version=$version"
  for run in 1 2; do
    $consumer clean verify -Dids="$work/ids-$version-$run.txt"
  done
  cmp "$work/ids-$version-1.txt" "$work/ids-$version-2.txt"
  case $version in
    5.10.* | 5.11.*) ;; # The testkit's own tests take parameters in constructors, which these do not offer.
    *) $consumer surefire:test -Dtestkit.tests="$root/testkit/target/test-classes" ;;
  esac
  echo "JUnit $version: passed"
done
