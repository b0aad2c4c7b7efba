#!/usr/bin/env bash
# Uses the library as others would: builds what would be published, puts it into a repository of its own under target/, and
# runs each consumer against that (each folder here with a run.sh or a pom.xml, or those that are named as arguments).
# No artifact of this build goes into the user's own repository; what is there already is not loaded again. Once everything was loaded, a run
# asks nobody; -o is of no use, since Maven then refuses repositories that are directories, too.
set -euo pipefail
cd "$(dirname "$0")"
root=$(cd .. && pwd)
work=$root/target/consumers

rm -rf "$work/published" "$work/local/io/github/partnercenter4j"
mkdir -p "$work"
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

echo "--- building what would be published, which takes a minute or more"
(cd "$root" && mvn -B -ntp -q -Dmaven.test.skip -Dmdep.analyze.skip -Dspotless.check.skip -Dmaven.install.skip deploy \
  -DaltDeploymentRepository="published::file://$work/published")

# The command that builds and runs a consumer; a consumer's run.sh is given it, too.
export MVN="mvn -B -ntp -q -s $work/settings.xml"

if [ $# -eq 0 ]; then
  set -- $(for folder in */; do [ -e "$folder/pom.xml" ] || [ -e "$folder/run.sh" ] && echo "${folder%/}"; done)
fi
for consumer in "$@"; do
  echo "--- $consumer: building and running it"
  if [ -e "$consumer/run.sh" ]; then
    bash "$consumer/run.sh"
  else
    $MVN -f "$consumer/pom.xml" clean verify
  fi
done
echo "$# consumers passed"
