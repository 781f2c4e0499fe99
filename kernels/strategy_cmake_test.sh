#!/usr/bin/env bash
# What strategy.cmake does with backends that are there, missing or refused, and with lines in the wrong place.
# usage: strategy_cmake_test.sh STRATEGY.CMAKE CMAKE
. "$(dirname "$(readlink -f "$0")")/../tools/test_support.sh"
strategy_cmake=$1 cmake=$2

# project LINES: a project that has a library `kernels` and a backend Here, and lacks a backend Gone.
project() {
  rm -rf "$folder/build"
  {
    cat <<CMAKE
cmake_minimum_required(VERSION 3.25)
project(fake LANGUAGES CXX)
include("$strategy_cmake")
add_library(kernels INTERFACE)
add_library(Here::here INTERFACE IMPORTED)
add_executable(program main.cpp)
backend(HERE TARGET Here::here TITLE "Here" DEBIAN libhere-dev)
backend(GONE TARGET Gone::gone TITLE "Gone" DEBIAN libgone-dev)
CMAKE
    printf '%s\n' "$@"
  } >"$folder/CMakeLists.txt"
}
# configure SUCCEEDS|FAILS WORDS CMAKE-ARGUMENT…: WORDS are in what it says, line breaks aside.
configure() {
  local wanted=$1 words=$2 ended=SUCCEEDS
  shift 2
  "$cmake" -G Ninja -S "$folder" -B "$folder/build" "$@" >"$folder/out" 2>&1 || ended=FAILS
  [ $ended = "$wanted" ] || failed "$* $ended: $(cat "$folder/out")"
  tr -s '\n ' ' ' <"$folder/out" | grep -qF -- "$words" || failed "$*: it does not say \"$words\": $(cat "$folder/out")"
}
# registers NAME REASON: a stub stands for that strategy. builds NAME: its own file does.
registers() {
  grep -qF "\"$2\"" "$folder/build/stub-$1.cpp" 2>/dev/null || failed "no stub of $1 says \"$2\""
}
builds() {
  grep -qF "/$1.cpp.o" "$folder/build/compile_commands.json" || failed "$1.cpp is not built"
}

touch "$folder"/{main,one,two,late}.cpp
export CMAKE_EXPORT_COMPILE_COMMANDS=ON
lines=("strategy(one.cpp NEEDS Here::here)" "strategy(two.cpp NEEDS Gone::gone NAMES two two/cold)" "link_strategies(program)")
project "${lines[@]}"
configure SUCCEEDS ""
builds one
for name in two two-cold; do
  registers $name "built without Gone (Debian and Ubuntu: apt install libgone-dev, then build again)"
done
project "${lines[@]}"
configure SUCCEEDS "" -DWITH_HERE=OFF
registers one "built without Here (WITH_HERE=OFF)"

project "${lines[@]}" 'if(TARGET strategy-two OR NOT TARGET strategy-one)' 'message(FATAL_ERROR "a stub is taken for the strategy")' 'endif()'
configure SUCCEEDS ""

configure FAILS "WITH_GONE=ON, but: built without Gone" -DWITH_HERE=ON -DWITH_GONE=ON
configure FAILS "WITH_GONE is 'maybe': it takes AUTO, ON or OFF" -DWITH_GONE=maybe
project "backend(WHY TARGET Why::why TITLE Why REASON \"it is Sunday\")" "strategy(two.cpp NEEDS Why::why)"
configure SUCCEEDS ""
registers two "it is Sunday"
configure FAILS "WITH_WHY=ON, but: it is Sunday" -DWITH_WHY=ON

project "strategy(one.cpp NEEDS Un::known)"
configure FAILS "strategy(one.cpp) needs Un::known, which no backend() has looked for"
project "${lines[@]}" "strategy(late.cpp)"
configure FAILS "strategy(late.cpp) stands below link_strategies(program), which would not see it: move it up"

finish
