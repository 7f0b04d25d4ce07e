# What the scripts in this folder share. Sourced, not run.
#
# They start Debian's servers with the files of deploy/, in the foreground, on loopback, at ports that the system
# chooses, with all they write in one folder: beside whatever else runs on the machine, as any user. Each prints
# "Listening: ADDRESS:PORT" for each port, then "Started".

deploy=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

fail() {
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
  exit 1
}

# configure FILE PATTERN TEXT…: reads a configuration, puts each text for what its pattern matches, which must be there,
# and writes it to standard output.
configure() {
  local text
  text=$(cat "$1")
  shift
  while [ $# -gt 0 ]; do
    grep -qE -- "$1" <<<"$text" || fail "the configuration has nothing like '$1'"
    # The delimiter is a character that is in no path.
    text=$(sed -E "s"$'\x01'"$1"$'\x01'"$2"$'\x01'"g" <<<"$text")
    shift 2
  done
  printf '%s\n' "$text"
}

base64url() { base64 -w 0 | tr '+/' '-_' | tr -d =; }

# make_secrets FOLDER: the component's secret and that of tokens, in files of those names, unless they are there.
make_secrets() {
  local name
  umask 077
  for name in secret token; do
    [ -e "$1/$name" ] || head -c 32 /dev/urandom | base64url >"$1/$name"
  done
}
