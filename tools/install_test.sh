#!/usr/bin/env bash
# `cmake --install` puts bench-report in place with all that belongs to it, and bench only where it is asked for.
# usage: install_test.sh CMAKE BUILD-FOLDER BENCH-REPORT TESTDATA
. "$(dirname "$(readlink -f "$0")")/test_support.sh"
cmake=$1 build=$2 program=$3 data=$4

# install COMPONENT-ARGUMENT…: into a folder that is new.
install() {
  rm -rf "$folder/prefix"
  "$cmake" --install "$build" --prefix "$folder/prefix" "$@" >"$folder/log" 2>&1 || failed "installing $*: $(tail -n 3 "$folder/log")"
}
# has FILE…: those lie below the prefix.
has() {
  local file
  for file; do
    [ -s "$folder/prefix/$file" ] || failed "$file is not installed, or empty: $(cd "$folder/prefix" && find . -type f)"
  done
}
# belongings PROGRAM: what every program has.
belongings() {
  has "bin/$1" "share/man/man1/$1.1.gz" "share/doc/$1/copyright" "share/bash-completion/completions/$1" \
    "share/fish/vendor_completions.d/$1.fish"
  find "$folder/prefix/share/zsh" -name "_$1" | grep -q . || failed "zsh has no completion of $1"
  gzip -dc "$folder/prefix/share/man/man1/$1.1.gz" | grep -q '^\.SH NAME' || failed "the manual page of $1 is none"
}

install
belongings bench-report
[ ! -e "$folder/prefix/bin/bench" ] || failed "bench is installed without being asked for"
"$folder/prefix/bin/bench-report" quantiles "$data/ours.json" >"$folder/installed"
"$program" quantiles "$data/ours.json" >"$folder/built"
cmp -s "$folder/installed" "$folder/built" || failed "what is installed says something else: $(cat "$folder/installed")"

if [ -x "$build/bench" ]; then
  install --component bench
  belongings bench
  [ ! -e "$folder/prefix/bin/bench-report" ] || failed "bench brings bench-report with it"
  "$folder/prefix/bin/bench" --families >"$folder/installed"
  "$build/bench" --families >"$folder/built"
  # A module that is left behind is a family that can't run.
  diff "$folder/built" "$folder/installed" || failed "the families of bench are others once it is installed"
  "$folder/prefix/bin/bench" --explain=jit/llvm >"$folder/installed" 2>&1
  "$build/bench" --explain=jit/llvm >"$folder/built" 2>&1
  diff "$folder/built" "$folder/installed" || failed "jit/llvm compiles something else once it is installed"
fi
finish
