# What tools/mutate asks of breaks in tools/bench_report; it sets $copy and $build.
options=(-DBENCH=OFF)
no_source='(_test|_fuzz)\.cpp$|/fuzz/'  # of a folder
memory=4194304                         # KiB

# The tests, by stages: whole outputs, which see most; the tests beside what is broken; what else the program tells; all tests that take
# moments; simulations and the like; and builds that get interrupted. Each says by its status alone whether it passed.
room=$copy/tools/bench_report
all_stages=(outputs near program unit slow commits) long_stages=(slow commits)
declare -A target=([outputs]=bench-report [near]=bench_report_unit_test [program]=bench-report [unit]=bench_report_unit_test
                   [slow]=bench_report_unit_test [commits]=bench-report)
describe=$copy/tools/command_line/describe_test.sh described=$build/tools/bench_report/described/bench-report
version=$(sed -nE 's/^project\(.* VERSION ([0-9.]+).*/\1/p' "$project/CMakeLists.txt")
slow=Validation.*:Reader.PiecesOfAFileEndAnywhere:ChangePoints.InMadeUpHistories:SequentialJudge.Rarely*
slow+=:Differential.PWithoutTies*
scripts() {
  local script
  for script in "$@"; do
    [ ! -e "$script" ] || "$script" "$build/bench-report" "$room/input/testdata" || [ $? -eq 77 ] || return 1
  done
}
test_outputs() { scripts "$room/commands/outputs_test.sh"; }
test_program() {
  scripts $(printf "%s\n" "$room"/commands/*_test.sh | grep -vE '/(commits|outputs)_test.sh') &&
    { [ ! -e "$described.bash" ] || "$describe" "$build/bench-report" "$version" "$described.bash" "$described.fish"; }
}
unit() { "$build/bench_report_unit_test" --gtest_fail_fast --gtest_brief=1 --gtest_filter="$1"; }
test_near() { unit "$near-$slow"; }
test_unit() { unit "-$slow"; }
test_slow() { unit "$slow"; }
test_commits() { scripts "$room/commands/commits_test.sh"; }
# stages_of FILE: sets $stages, and $near, the tests of its folder. What can't see a break is not asked: the slow ones are of
# statistics and what reads and judges, and `commits` draws nothing.
stages_of() {
  near=$(cat "$copy/$(dirname "$1")"/*_test.cpp 2>/dev/null | sed -nE 's/^TEST(_F)?\(([A-Za-z]+),.*/\2.*/p' | sort -u | tr '\n' ':') || near=
  case ${1#tools/bench_report/} in
    output/chart/* | output/page/*) stages=(outputs near program unit) ;;
    output/*) stages=(outputs near program unit commits) ;;
    measure/* | commands/* | main.cpp) stages=(outputs near program commits unit) ;;
    *) stages=("${all_stages[@]}") ;;
  esac
  near=${near:-none}
}
near=none
export room build describe described version slow near
export -f scripts unit test_outputs test_near test_program test_unit test_slow test_commits
export FAIL_FAST=yes
