#!/usr/bin/env bash
# Who includes whom: fails where an include of this project points the wrong way (docs/architecture.md).
# usage: includes_test.sh SOURCE_FOLDER
set -euo pipefail
cd "$1"

# A room, and what it may include: rooms, each with all that lies in it. Longer names come first where rooms nest. A test may
# include what its room may, and the helpers of tests.
rooms='
tools/files:
tools/command_line:
tools/bench_report/text:
tools/bench_report/statistics:
tools/bench_report/input: tools/bench_report/text
tools/bench_report/analysis: tools/bench_report/input tools/bench_report/statistics tools/bench_report/text
tools/bench_report/output/chart: tools/bench_report/output tools/bench_report/analysis tools/bench_report/input tools/bench_report/statistics tools/bench_report/text
tools/bench_report/output/page: tools/bench_report/output tools/bench_report/analysis tools/bench_report/input tools/bench_report/statistics tools/bench_report/text
tools/bench_report/output: tools/bench_report/analysis tools/bench_report/input tools/bench_report/statistics tools/bench_report/text
tools/bench_report/measure: tools/files
tools/bench_report/commands: tools/bench_report/measure tools/bench_report/output tools/bench_report/analysis tools/bench_report/input tools/bench_report/statistics tools/bench_report/text tools/files tools/command_line
tools/bench_report/fuzz: tools/bench_report/output tools/bench_report/analysis tools/bench_report/input tools/bench_report/statistics tools/bench_report/text
tools/bench_report: tools/bench_report tools/files tools/command_line
kernels:
cuda: kernels
benchmarks: kernels tools/bench_report/output tools/bench_report/analysis tools/bench_report/input tools/bench_report/text tools/files tools/command_line
'

# room_of FILE: the first room that the file lies in, "" for none.
room_of() {
  local line
  while read -r line; do
    [ -n "$line" ] || continue
    case $1 in "${line%%:*}"/*) printf '%s' "${line%%:*}" && return ;; esac
  done <<<"$rooms"
}

# allowed FROM-FILE TO-FILE
allowed() {
  local from to list
  [[ ($1 == *_test.cpp || $1 == */test_support.hpp) && $2 == */test_support.hpp ]] && return 0
  from=$(room_of "$1") to=$(room_of "$2")
  [ -n "$from" ] && [ -n "$to" ] || return 1
  [ "$from" = "$to" ] && return 0
  list=" $(sed -n "s#^$from: *##p" <<<"$rooms") "
  while :; do  # a room includes what lies in it
    case $list in *" $to "*) return 0 ;; esac
    [[ $to == */* ]] || return 1
    # The parts of a chart and of a page are their own: what lies beside them uses their whole.
    to=${to%/*}
  done
}

includes=$(grep -rnE --include='*.cpp' --include='*.hpp' --include='*.cu' --include='*.cuh' --include='*.h' \
  '^ *# *include "(tools|kernels|cuda|benchmarks)/' tools kernels cuda benchmarks)
checked=0
wrong=0
while IFS=: read -r file number line; do
  target=${line#*\"}
  target=${target%%\"*}
  checked=$((checked + 1))
  # Generated headers have no file in the source folder, but lie in the room of their template.
  if ! allowed "$file" "$target"; then
    echo "$file:$number: $(room_of "$file") must not include $target"
    wrong=$((wrong + 1))
  fi
done <<<"$includes"
# Google Benchmark is for `benchmarks` alone, RapidJSON for what reads or writes JSON, the command line for commands.
only() { # HEADER ROOM…
  local header=$1 file
  shift
  while IFS=: read -r file _; do
    [ -n "$file" ] || continue
    case " $* " in *" $(room_of "$file") "*) continue ;; esac
    echo "$file: $(room_of "$file") must not include <$header…>"
    wrong=$((wrong + 1))
  done < <(grep -rnE --include='*.cpp' --include='*.hpp' --include='*.cu' --include='*.cuh' "^ *# *include <$header" \
    tools kernels cuda benchmarks | grep -vE '(_test\.cpp|test_support\.hpp):')
}
only benchmark/ benchmarks
only rapidjson/ tools/bench_report/input tools/bench_report/output tools/bench_report/fuzz
only CLI/ tools/command_line tools/bench_report/commands tools/bench_report benchmarks
[ "$checked" -gt 100 ] || { echo "only $checked includes found: is $1 the source folder?"; exit 1; }
echo "$checked includes checked, $wrong point the wrong way"
[ "$wrong" -eq 0 ]
