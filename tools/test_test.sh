#!/usr/bin/env bash
# tools/test in a project of its own, with tests that pass, fail and are skipped.
# usage: test_test.sh TOOLS
. "$(dirname "$(readlink -f "$0")")/test_support.sh"
project=$folder/project
mkdir -p "$project/tools"
cp "$1/test" "$1/setup.sh" "$project/tools/"
cat >"$project/CMakePresets.json" <<'END'
{
  "version": 6,
  "configurePresets": [{"name": "release", "generator": "Ninja", "binaryDir": "${sourceDir}/build/release"}],
  "buildPresets": [{"name": "release", "configurePreset": "release"}],
  "testPresets": [{"name": "release", "configurePreset": "release", "output": {"outputOnFailure": true}}]
}
END

# tests LINE…: the project has these tests.
tests() {
  printf '%s\n' 'cmake_minimum_required(VERSION 3.25)' 'project(tests NONE)' 'enable_testing()' \
    'function(add name script)' '  add_test(NAME ${name} COMMAND bash -c "${script}")' \
    '  set_tests_properties(${name} PROPERTIES SKIP_RETURN_CODE 77 SKIP_REGULAR_EXPRESSION "  SKIPPED ")' \
    'endfunction()' "$@" >"$project/CMakeLists.txt"
}
run() {
  local wanted=$1 status=0
  shift
  "$project/tools/test" --no-install "$@" >"$folder/out" 2>"$folder/err" || status=$?
  [ $status -eq $wanted ] || failed "$FUNCNAME: exit status $status, wanted $wanted: $(cat "$folder/out" "$folder/err")"
}
ends() { [ "$(tail -n $# "$folder/out")" = "$(printf '%s\n' "$@")" ] || failed "it ends: $(tail -n 8 "$folder/out")"; }

skips='foreach(i RANGE 1 40)
  add(device_${i} "printf \"strategy_test.cpp:35: Skipped\nno <GPU> & no driver\n[  SKIPPED ] a\n\"")
endforeach()'
tests 'add(good "true")' 'add(better "true")' "$skips" 'add(hosts "echo skipped: no namespaces && exit 77")' \
  'add(silent "exit 77")'
run 0
ends '2 passed, 0 failed, 42 skipped' '     40 skipped: no <GPU> & no driver' '      1 skipped: no reason given' \
  '      1 skipped: no namespaces'
! grep -q "did not run" "$folder/out" || failed "all that was skipped is listed: $(cat "$folder/out")"
grep -q "100% tests passed" "$folder/out" || failed "what ctest says is lost"

tests 'add(good "true")' 'add(bad "echo out of order && false")' "$skips" 'add_test(NAME missing COMMAND ./no_such_program)'
run 1
ends '1 passed, 2 failed, 40 skipped' '     40 skipped: no <GPU> & no driver'
grep -q "out of order" "$folder/out" || failed "why it failed is not told"
grep -q "bad (Failed)" "$folder/out" || failed "what failed is not listed"

tests 'message(FATAL_ERROR "no compiler")'
run 2
finish
