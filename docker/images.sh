#!/usr/bin/env bash
# ./skerry images [--offline-base]: builds every image of docker-compose.yml that is ours, from what Maven has built.
#   --offline-base   on a base made from Debian packages and this machine's JDK, with the broker and the registry built from their Maven
#                    artifacts under the tags that docker-compose.yml names: nothing is pulled
# BASE names another base image. Progress goes to stderr.
set -euo pipefail
home=$(cd "$(dirname "$0")/.." && pwd)
work=$home/target/images
modules=(kafka-runtime services/inventory services/provisioner services/platform-installer services/app-manager services/dns-registry cli cli/sim-lib)
version=$(sed -n 's:^  <version>\(.*\)</version>$:\1:p' "$home/pom.xml" | head -n 1)

say() { printf 'images: %s\n' "$*" >&2; }
die() { say "$@"; exit 1; }

offline=no base=${BASE:-}
for argument in "$@"; do
  case $argument in
    --offline-base) offline=yes ;;
    *) die "usage: ./skerry images [--offline-base]" ;;
  esac
done
docker version >/dev/null 2>&1 || die "no Docker engine answers: start one, or set DOCKER_HOST"

# What docker-compose.yml calls an image, from .env.
tag() { sed -n "s/^$1=//p" "$home/.env"; }

# Files of the same content get the same time wherever they are built: a layer is then the same, and so is what the AOT cache checks.
same_time() { find "$1" -exec touch -h -d 2026-01-01T00:00:00Z {} +; }

# The class path of every module in target/dependency and its bill of materials in target/bom.json, made anew when a pom.xml changed.
gather() {
  local list
  if [ -f "$work/gathered" ] && [ -z "$(find "$home" -name pom.xml -newer "$work/gathered" -not -path '*/target/*' -print -quit)" ]; then return; fi
  list=$(IFS=,; echo "${modules[*]}")
  say "gathering class paths and bills of materials"
  for module in "${modules[@]}"; do rm -rf "${home:?}/$module/target/dependency"; done
  (cd "$home" && mvn -B -q -Dstyle.color=never -pl "$list" -DincludeScope=runtime \
    org.apache.maven.plugins:maven-dependency-plugin:copy-dependencies org.cyclonedx:cyclonedx-maven-plugin:makeBom) >&2
  (cd "$home/local/dist" && mvn -B -q -Dstyle.color=never -DoutputFormat=json org.cyclonedx:cyclonedx-maven-plugin:$(sed -n 's:.*<cyclonedx.version>\(.*\)</.*:\1:p' "$home/pom.xml"):makeBom) >&2
  touch "$work/gathered"
}

# Puts the jar of one of our modules into a context, under its name with the version.
own() { cp "$(find "$home" \( -path "*/target/$1-$version.jar" -o -path "*/target/$1.jar" \) -print -quit)" "$2/app/$1-$version.jar"; }

# Puts a module's jars into folders of a context: Skerry's own as they were last built, and the others.
jars() {
  local module=$1 context=$2 jar
  mkdir -p "$context/app" "$context/lib"
  for jar in "$home/$module"/target/dependency/*.jar; do
    case $jar in
      *-"$version".jar) own "$(basename "$jar" "-$version.jar")" "$context" ;;
      *) cp "$jar" "$context/lib/" ;;
    esac
  done
  cp "$home/$module/target/bom.json" "$context/sbom.cdx.json"
  cp "$home/docker/java/healthcheck" "$context/"
}

# The file of options: the class path in one order wherever it is made, then the main class.
options() {
  local context=$1 main=$2 path
  path=$(cd "$context" && find . -name '*.jar' | LC_ALL=C sort | sed 's:^\.:/opt/skerry:' | paste -sd:)
  cat >"$context/options" <<OPTIONS
-XX:MaxRAMPercentage=50
-XX:+ExitOnOutOfMemoryError
--enable-native-access=ALL-UNNAMED
--sun-misc-unsafe-memory-access=allow
-cp $path
$main
OPTIONS
}

build() {
  local name=$1 dockerfile=$2 context=$3
  shift 3
  same_time "$context"
  say "building $name"
  docker build -q -t "$name" -f "$home/docker/$dockerfile" ${base:+--build-arg "BASE=$base"} "$@" "$context" >"$work/build.log" 2>&1 ||
    { cat "$work/build.log" >&2; die "$name could not be built"; }
}

# $1 name, $2 module, $3 main class; what follows is added to the settings of the training run. PROGRAMS names what the image needs beside Java.
java_image() {
  local name=$1 module=$2 main=$3 context=$work/$1 jar
  shift 3
  rm -rf "$context"
  jars "$module" "$context"
  own "${module##*/}" "$context"
  mkdir -p "$context/common"
  for jar in "$work"/registrar-lib/*; do mv "$context/lib/$(basename "$jar")" "$context/common/"; done
  options "$context" "$main"
  mkdir -p "$context/training"
  cp "$home/docker/java/train" "$home/docker/java/settings" "$context/training/"
  cp -r "$work/secrets" "$context/training/"
  printf '%s\n' "$@" >>"$context/training/settings"
  build "skerry/$name:$version" java/Dockerfile "$context" --build-arg "SERVICE=$name" --build-arg "VERSION=$version" --build-arg "PROGRAMS=${PROGRAMS:-}"
}

sim_image() {
  local context=$work/sim
  rm -rf "$context"
  jars cli/sim-lib "$context"
  cp -r "$home/samples" "$context/"
  options "$context" dev.skerry.sim.Main
  build "skerry/sim:$version" sim/Dockerfile "$context" --build-arg "VERSION=$version"
}

offline_base() {
  base=skerry/base:offline
  local context=$work/base root=$work/base/root suite=bookworm modules
  if docker image inspect "$base" >/dev/null 2>&1; then return; fi
  command -v debootstrap >/dev/null 2>&1 || die "debootstrap is missing: apt-get install debootstrap"
  [ "$(id -u)" -eq 0 ] || die "debootstrap needs root: run it with sudo"
  rm -rf "$context"
  mkdir -p "$context"
  say "unpacking Debian $suite"
  debootstrap --variant=minbase --include=ca-certificates,ipmitool,openssl,tzdata "$suite" "$root" "${DEBIAN_MIRROR:-http://deb.debian.org/debian}" \
    >"$work/debootstrap.log" 2>&1 || { tail -n 20 "$work/debootstrap.log" >&2; die "debootstrap failed"; }
  rm -rf "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/* "$root"/usr/share/doc/* "$root"/usr/share/man/*
  say "making a runtime from $JAVA_HOME"
  modules=java.se,jdk.charsets,jdk.crypto.ec,jdk.httpserver,jdk.jcmd,jdk.jfr,jdk.localedata,jdk.management,jdk.management.agent
  modules+=,jdk.naming.dns,jdk.net,jdk.security.auth,jdk.unsupported,jdk.zipfs
  mkdir -p "$root/opt/java"
  "$JAVA_HOME/bin/jlink" --add-modules "$modules" --strip-debug --no-header-files --no-man-pages --output "$root/opt/java/openjdk" >&2
  "$root/opt/java/openjdk/bin/java" -Xshare:dump >/dev/null
  tar -C "$root" -cf "$context/rootfs.tar" .
  rm -rf "$root"
  docker build -q -t "$base" -f "$home/docker/offline/Dockerfile" "$context" >"$work/build.log" 2>&1 ||
    { cat "$work/build.log" >&2; die "$base could not be built"; }
  rm -rf "$context"
}

# The registry names what it consists of in a list of its own: group:artifact::type:version.
registry_sbom() {
  awk -F: 'BEGIN { print "{\n  \"bomFormat\" : \"CycloneDX\",\n  \"specVersion\" : \"1.6\",\n  \"version\" : 1,\n  \"components\" : [" }
    NF { printf "%s    {\"type\" : \"library\", \"group\" : \"%s\", \"name\" : \"%s\", \"version\" : \"%s\", \"purl\" : \"pkg:maven/%s/%s@%s\"}", comma, $1, $2, $NF, $1, $2, $NF; comma = ",\n" }
    END { print "\n  ]\n}" }' "$home/local/dist/target/registry/quarkus-app-dependencies.txt"
}

offline_peers() {
  local context=$work/kafka
  rm -rf "$context"
  mkdir -p "$context/defaults"
  cp -r "$home/local/dist/target/kafka/libs" "$context/"
  cp "$home/docker/offline/kafka/run" "$home/docker/offline/kafka/log4j2.yaml" "$context/defaults/"
  cp "$context/defaults/log4j2.yaml" "$context/defaults/tools-log4j2.yaml"
  : >"$context/defaults/server.properties"
  cp "$home/local/dist/target/bom.json" "$context/sbom.cdx.json"
  build "$(tag KAFKA_IMAGE)" offline/kafka/Dockerfile "$context"
  context=$work/registry
  rm -rf "$context"
  mkdir -p "$context"
  cp -r "$home/local/dist/target/registry" "$context/"
  registry_sbom >"$context/registry/sbom.cdx.json"
  build "$(tag REGISTRY_IMAGE)" offline/registry/Dockerfile "$context"
}

mkdir -p "$work"
[ "$offline" = no ] || offline_base
gather
rm -rf "$work/registrar-lib"
# For the training runs only. They stay, so that what was trained with them is taken from the cache of the next build.
"$JAVA_HOME/bin/java" -cp "$home/cli/target/lib/*:$home/cli/target/cli.jar" dev.skerry.cli.Main secrets --dir "$work/secrets"
mkdir -p "$work/registrar-lib"
find "$home/kafka-runtime/target/dependency" -name '*.jar' ! -name "*-$version.jar" -exec cp {} "$work/registrar-lib/" \;

java_image registrar kafka-runtime dev.skerry.runtime.Registration 'unset SKERRY_BOOTSTRAPSERVERS SKERRY_REGISTRYURL' TRAINING_STATUS=2
java_image inventory services/inventory dev.skerry.inventory.InventoryApplication
PROGRAMS=ipmitool java_image provisioner services/provisioner dev.skerry.provisioner.ProvisionerApplication
java_image platform-installer services/platform-installer dev.skerry.platforminstaller.PlatformInstallerApplication
java_image app-manager services/app-manager dev.skerry.appmanager.AppManagerApplication
java_image dns-registry services/dns-registry dev.skerry.dnsregistry.DnsRegistryApplication
java_image cli cli dev.skerry.cli.Main TRAINING_ARGUMENTS=version
sim_image
[ "$offline" = no ] || offline_peers
say "the images are there: docker images 'skerry/*'"
