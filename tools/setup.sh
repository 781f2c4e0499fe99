# Sourced by the scripts beside it: where the project is, and how what it needs gets installed.
set -euo pipefail

# As an absolute path, which CDPATH leaves alone, also when a script is started through a link.
project=$(cd -- "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
program=$(basename "$0")
# In a hook these name the user's repository and index, to every git that is started from here. Configuration may stay.
unset $(git rev-parse --local-env-vars 2>/dev/null | grep -v '^GIT_CONFIG')

# say WORDS: progress, on stderr. fail STATUS WORDS: one line on what went wrong and what to do, then the end.
say() { printf '%s: %s\n' "$program" "$*" >&2; }
fail() {
  local status=$1
  shift
  say "$*"
  exit "$status"
}

# show_help: what the script's first lines say, and the end.
show_help() {
  sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0"
  exit 0
}

# What Debian 12 and Ubuntu 24.04 call the things that the build needs.
build_packages=(
  g++ cmake ninja-build git
  libbenchmark-dev libcli11-dev libeigen3-dev libfmt-dev libhwy-dev rapidjson-dev
  libtbb-dev libopenmpi-dev openmpi-bin llvm-dev
  libgtest-dev libgmock-dev libpugixml-dev zlib1g-dev
)
test_packages=(binutils iproute2 libxml2-utils)
# For bench-report alone, and for its packages.
report_packages=(g++ cmake ninja-build git libcli11-dev libfmt-dev rapidjson-dev zlib1g-dev)
packaging_packages=(dpkg-dev file gzip lintian)

# install_packages PACKAGE…: installs those that are missing. With $install empty it only goes on.
install_packages() {
  [ -n "${install-yes}" ] || return 0
  local missing=() package
  command -v dpkg-query >/dev/null || {
    say "this is no Debian or Ubuntu: looking for what is needed is left to CMake"
    return 0
  }
  # Of a package on hold "hi ", of one that is there for several architectures a line each.
  local installed=$'(^|\n).i '
  for package in "$@"; do
    [[ $(dpkg-query -W -f='${db:Status-Abbrev}\n' "$package" 2>/dev/null) =~ $installed ]] || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0

  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    as_root=(sudo)
    # Without a terminal sudo can't ask for a password.
    if ! command -v sudo >/dev/null || { ! [ -t 0 ] && ! sudo -n true 2>/dev/null; }; then
      fail 2 "packages are missing and this user can't install them; run: sudo apt-get install ${missing[*]}"
    fi
  fi
  say "installing ${missing[*]}"
  "${as_root[@]}" apt-get update -qq </dev/null >&2 || say "the package lists could not be brought up to date"
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}" </dev/null >&2 ||
    fail 2 "installing failed; run: sudo apt-get update && sudo apt-get install ${missing[*]}"
}

# configure PRESET CMAKE-ARGUMENT…
configure() {
  local preset=$1
  shift
  (cd "$project" && cmake --preset "$preset" "$@" >&2) || fail 2 "configuring failed: see the lines above"
}

# build PRESET TARGET…: the targets, or all of them.
build() {
  local preset=$1 targets=()
  shift
  [ $# -eq 0 ] || targets=(--target "$@")
  (cd "$project" && cmake --build --preset "$preset" "${targets[@]}" >&2) || fail 2 "building failed: see the lines above"
}
