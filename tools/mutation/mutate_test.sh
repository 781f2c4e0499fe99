#!/usr/bin/env bash
# tools/mutate in a project of its own: what it breaks, what the tests there kill, and that nothing stays broken.
# usage: mutate_test.sh TOOLS
. "$(dirname "$(readlink -f "$0")")/../test_support.sh"
project=$folder/project
room=$project/tools/bench_report
mkdir -p "$room/commands" "$room/text" "$project/tools/mutation" "$project/kernels"
cp "$1/mutate" "$1/setup.sh" "$project/tools/"
cp "$1/mutation/mutants.awk" "$1"/mutation/{report,bench}.sh "$project/tools/mutation/"

# Two functions: one is tested, the other is not. A third has a break that changes nothing.
cat >"$room/text/three.cpp" <<'END'
// A comment: a < b, true, 17.
#include "three.hpp"

int tested(int a, int b) {
  return a < b ? a : b;
}
int untested(int a) {
  const char* text = "a + 1 == true";
  return *text == 0 ? a : 0;
}
int same(unsigned a) {
  return a > 0 ? 7 : 8;  // true, 'a'
}
END
printf 'bool never() {\n  return false;\n}\n' >"$room/text/never.cpp"
cat >"$room/text/three.hpp" <<'END'
int tested(int a, int b);
int untested(int a);
int same(unsigned a);
END
cat >"$room/main.cpp" <<'END'
#include "text/three.hpp"
#include <unistd.h>
int main(int count, char**) {
  if (count > 2) pause();
  return count > 1 ? same(0) != 8 : tested(1, 2) != 1 || tested(2, 1) != 1 || tested(1, 1) != 1;
}
END
cat >"$room/unit.cpp" <<'END'
#include "text/three.hpp"
int main() { return same(1) != 7; }
END
cat >"$project/kernels/twice.cpp" <<'END'
int twice(int a) {
  return 2 * a;
}
END
cat >"$project/kernels/reference_test.cpp" <<'END'
int twice(int a);
int main() { return twice(1) != 2; }
END
cat >"$project/kernels/thrice.cpp" <<'END'
int thrice(int a) {
  return 3 * a;
}
END
cat >"$project/kernels/thrice_test.cpp" <<'END'
int thrice(int a);
int main() { return thrice(1) != 3 || thrice(2) != 6; }
END
printf '#!/bin/sh\nreadlink /proc/self/ns/pid >"%s"\nexec "$1"\n' "$folder/seen" >"$room/commands/program_test.sh"
printf '#!/bin/sh\nsetsid "$1" that stays >/dev/null 2>&1 &\nexec "$1" as-a-long-test\n' >"$room/commands/commits_test.sh"
chmod +x "$room"/commands/*_test.sh
cat >"$project/CMakeLists.txt" <<'END'
cmake_minimum_required(VERSION 3.25)
project(small VERSION 1.2 LANGUAGES CXX)
enable_testing()
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})
add_library(three STATIC tools/bench_report/text/three.cpp)
add_executable(bench-report tools/bench_report/main.cpp)
add_executable(bench_report_unit_test tools/bench_report/unit.cpp)
foreach(program IN ITEMS bench-report bench_report_unit_test)
  target_link_libraries(${program} PRIVATE three)
endforeach()
if(NOT DEFINED BENCH)
  add_executable(reference_test kernels/reference_test.cpp kernels/twice.cpp)
  add_executable(thrice_test kernels/thrice_test.cpp kernels/thrice.cpp)
endif()
END
cat >"$project/tools/mutation/equivalent.txt" <<'END'
# Comments.

tools/bench_report/text/three.cpp
- return a < b ? a : b;
+ return a <= b ? a : b;
  the smaller of two equal ones is either
END
(cd "$project" && git init -q && git add .)

run() {
  local wanted=$1 status=0
  shift
  "$project/tools/mutate" --folder "$folder/copy" "$@" >"$folder/out" 2>"$folder/err" || status=$?
  [ $status -eq "$wanted" ] || failed "mutate $*: exit status $status, wanted $wanted: $(cat "$folder/out" "$folder/err")"
}
says() { grep -qxF -e "$1" "$folder/out" || failed "'$1' is not in the output: $(cat "$folder/out")"; }

# What is drawn: code alone, every kind of break once, the same for one seed.
text=$room/text
run 0 --list "$text"
expected='tools/bench_report/text/never.cpp	2	  return true;
tools/bench_report/text/three.cpp	12	  return a > 1 ? 7 : 8;  // true, '\''a'\''
tools/bench_report/text/three.cpp	12	  return a > 0 ? 7 : 9;  // true, '\''a'\''
tools/bench_report/text/three.cpp	12	  return a > 0 ? 8 : 8;  // true, '\''a'\''
tools/bench_report/text/three.cpp	12	  return a >= 0 ? 7 : 8;  // true, '\''a'\''
tools/bench_report/text/three.cpp	12	  return {};
tools/bench_report/text/three.cpp	5	  return a <= b ? a : b;
tools/bench_report/text/three.cpp	5	  return {};
tools/bench_report/text/three.cpp	9	  return *text != 0 ? a : 0;
tools/bench_report/text/three.cpp	9	  return *text == 0 ? a : 1;
tools/bench_report/text/three.cpp	9	  return *text == 1 ? a : 0;
tools/bench_report/text/three.cpp	9	  return {};'
[ "$(LC_ALL=C sort "$folder/out")" = "$(LC_ALL=C sort <<<"$expected")" ] || failed "it draws: $(cat "$folder/out")"
cp "$folder/out" "$folder/one"
run 0 --list "$text"
cmp -s "$folder/one" "$folder/out" || failed "one seed draws differently the second time"
run 0 --list --seed 2 "$text"
cmp -s "$folder/one" "$folder/out" && failed "another seed draws the same"

# What comes of each.
before=$(cd "$project" && git ls-files -z | xargs -0 cksum)
run 0 --minutes 10 "$text/three.cpp"
says '+ return *text == 0 ? a : 1;'
says 'equivalent tools/bench_report/text/three.cpp:5'
says 'survived tools/bench_report/text/three.cpp:9'
says "$(printf '%-36s %6d %8d %10d %16d %6s' tools/bench_report/text 6 4 1 0 0.60)"
[ -z "$(pgrep -f "^$folder/copy/")" ] || failed "what a test started goes on: $(pgrep -af "^$folder/copy/")"
if unshare --pid --fork --mount-proc true 2>/dev/null || unshare --user --map-current-user --pid --fork --mount-proc true 2>/dev/null; then
  [ "$(cat "$folder/seen")" != "$(readlink /proc/self/ns/pid)" ] || failed "tests see processes that are not theirs"
fi
[ "$before" = "$(cd "$project" && git ls-files -z | xargs -0 cksum)" ] || failed "the project is changed"
cmp -s "$text/three.cpp" "$folder/copy/source/tools/bench_report/text/three.cpp" || failed "the copy is left broken"

run 0 --minutes 10 --quick "$text/three.cpp"
says "$(printf '%-36s %6d %8d %10d %16d %6s' tools/bench_report/text 4 6 1 0 0.40)"

# Survivors again: a new test kills two of the four; of the others it is said once more.
sed -i "s/return same/return untested(1) != 0 || same/" "$room/unit.cpp"
run 0 --minutes 10 --survivors "$text/three.cpp"
says "+ return {};"
grep -qF ": 1;" "$folder/out" && failed "what is killed now survives: $(cat "$folder/out")"
says "$(printf "%-36s %6d %8d %10d %16d %6s" tools/bench_report/text 8 2 1 0 0.80)"
run 2 --survivors --seed 5

# A count, a copy that an earlier run left broken, and one that fails unbroken.
echo broken >"$folder/copy/source/tools/bench_report/text/three.cpp"
run 0 --count 1 "$text/three.cpp"
[ "$(wc -l <"$folder/copy/results-1.txt")" -eq 1 ] || failed "--count 1 tried $(cat "$folder/copy/results-1.txt")"
sed -i 's/!= 7/!= 9/' "$room/unit.cpp"
run 2 "$text"
grep -q "the unbroken copy fails" "$folder/err" || failed "it says: $(cat "$folder/err")"

# What belongs to bench has other tests. Of those that are not built here nothing is said.
run 0 --minutes 10 "$project/kernels/twice.cpp"
says "survived kernels/twice.cpp:2"
says "+ return 2 / a;"
says "$(printf '%-36s %6d %8d %10d %16d %6s' kernels 2 1 0 0 0.67)"
# The test beside what is broken is asked, whatever its name.
run 0 --minutes 10 "$project/kernels/thrice.cpp"
says "$(printf '%-36s %6d %8d %10d %16d %6s' kernels 3 0 0 0 1.00)"

# Wrong options.
run 2 "$room" "$project/kernels"
grep -q "one after another" "$folder/err" || failed "it says: $(cat "$folder/err")"
run 2 --seed x
run 2 --minutes 0
run 2 --nonsense
run 2 --seed
run 2 "$project/tools"
run 2 "$room/no_such.cpp"
finish
