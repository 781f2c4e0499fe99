# Sourced by tests that are shell scripts: a folder of their own, which goes when they end, and what failed in them.
# With FAIL_FAST=yes in the environment the first failure is the last.
set -u
folder=$(readlink -f "$(mktemp -d)")
trap 'chmod -R u+w "$folder"; rm -rf "$folder"' EXIT

failures=0
failed() {
  echo "FAILED: $*"
  failures=$((failures + 1))
  [ -z "${FAIL_FAST-}" ] || exit 1
}
# finish: the script's last line.
finish() { exit $((failures > 0)); }
