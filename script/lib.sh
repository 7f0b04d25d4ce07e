# What script/demo and script/test share. Sourced, not run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

say() { printf '==> %s\n' "$*" >&2; }

fail() {
  printf 'herald: %s\n' "$*" >&2
  exit 1
}

# The first number of a version such as 17.0.15 or v20.20.2.
major() { sed -E 's/^[^0-9]*([0-9]+).*/\1/;q'; }

require_java() {
  local java=${JAVA_HOME:+$JAVA_HOME/bin/}java
  command -v "$java" >/dev/null || fail "needs a JDK 17 or newer: install one (Debian: apt-get install openjdk-17-jdk) or set JAVA_HOME"
  local version
  version=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/.*java.specification.version = //p' | major)
  [ "${version:-0}" -ge 17 ] || fail "needs a JDK 17 or newer; '$java' is ${version:-of no known version}; set JAVA_HOME"
}

require_node() {
  command -v node >/dev/null && command -v npm >/dev/null || fail "needs Node.js 20 or newer with npm, which build herald.js"
  local version
  version=$(node --version | major)
  [ "$version" -ge 20 ] || fail "needs Node.js 20 or newer; 'node' is $(node --version)"
}

# Sets maven to the machine's Maven from 3.8.7 on, else to the wrapper, which downloads one.
choose_maven() {
  maven=./mvnw
  if command -v mvn >/dev/null; then
    local version
    version=$(mvn --batch-mode -q --version 2>/dev/null | sed 's/\x1b\[[0-9;]*m//g' | sed -nE 's/^(Apache Maven )?([0-9]+\.[0-9]+\.[0-9]+).*/\2/p' | head -n 1)
    if [ -n "$version" ] && [ "$(printf '%s\n3.8.7\n' "$version" | sort -V | head -n 1)" = 3.8.7 ]; then
      maven=mvn
    else
      say "Maven ${version:-of no known version} is older than 3.8.7: using the wrapper"
    fi
  fi
  local repository=${HERALD_MAVEN_REPOSITORY:-$HOME/.m2/repository}
  if [ ! -d "$repository/org/springframework/boot" ]; then
    say "The first build downloads its libraries (about 400 MB); this takes some minutes"
  fi
}

# Runs Maven without colours and progress bars.
run_maven() {
  "$maven" --batch-mode --no-transfer-progress -Dstyle.color=never "$@"
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_install() {
  command -v apt-get >/dev/null || return 1
  [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null
}

# Installs Debian packages and starts none of the daemons that may come with them, now or at the next boot.
install_packages() {
  local policy=/usr/sbin/policy-rc.d made="" enabled
  enabled=$(enabled_units)
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
    as_root chmod 755 "$policy"
    made=yes
  fi
  local status=0
  as_root apt-get -qq update >&2 || true
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$@" >&2 || status=$?
  [ -z "$made" ] || as_root rm -f "$policy"
  local unit
  for unit in $(comm -13 <(printf '%s\n' "$enabled") <(enabled_units)); do
    as_root systemctl -q disable "$unit" >&2
  done
  return $status
}

enabled_units() {
  if command -v systemctl >/dev/null; then
    systemctl list-unit-files --state=enabled --no-legend --plain 2>/dev/null | cut -d ' ' -f 1 | sort
  fi
}
