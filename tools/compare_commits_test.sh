#!/usr/bin/env bash
# tools/compare-commits in a repository of its own, where `bench` is a script that reports the times of the file `times`:
# that it builds bench-report and hands on what it is given. What that does is tested by commits_test.sh.
# usage: compare_commits_test.sh TOOLS BENCH-REPORT
. "$(dirname "$(readlink -f "$0")")/test_support.sh"
tools=$1 report=$2
unset $(git rev-parse --local-env-vars)  # of a hook that runs the tests
export TMPDIR=$folder/tmp LOG=$folder/log GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 GIT_CEILING_DIRECTORIES=$folder GIT_OPTIONAL_LOCKS=0
export XDG_CACHE_HOME=$folder/cache HANGING=$(basename "$folder").hanging
mkdir -p "$TMPDIR" "$folder/repository/tools"
cd "$folder/repository" || exit 1

# The stages of a run: what a test wants to happen there stands in a file, "$folder/at-STAGE".
cat >"$LOG.stage" <<'STAGE'
hang() { (exec -a "$HANGING" sleep infinity); } # what does not react to a signal hangs, until ctest ends it
[ ! -e "${LOG%log}at-$stage" ] || . "${LOG%log}at-$stage"
STAGE
at() { echo "$2" >"$folder/at-$1"; }
calm() { rm -f "$folder"/at-*; }

cp "$tools/compare-commits" "$tools/setup.sh" tools/
cp "$(dirname "$tools")/.bench-report" .
cat >CMakePresets.json <<'PRESETS'
{"version": 6, "configurePresets": [{"name": "release", "generator": "Ninja", "binaryDir": "${sourceDir}/build/release"}],
 "buildPresets": [{"name": "release", "configurePreset": "release"}]}
PRESETS
cat >CMakeLists.txt <<'CMAKE'
cmake_minimum_required(VERSION 3.25)
project(fake LANGUAGES NONE)
get_filename_component(side ${CMAKE_SOURCE_DIR} NAME)
execute_process(COMMAND bash -c "stage=configure-${side} && . \"$LOG.stage\"" COMMAND_ERROR_IS_FATAL ANY)
add_custom_target(bench COMMAND bash -c "stage=build-${side} && . \"$LOG.stage\"" VERBATIM)
add_custom_command(TARGET bench COMMAND cp ${CMAKE_SOURCE_DIR}/bench.sh bench
                                COMMAND cp ${CMAKE_SOURCE_DIR}/times times)
add_custom_target(bench-report COMMAND bash -c "stage=build-${side} && . \"$LOG.stage\"" VERBATIM)
add_custom_command(TARGET bench-report COMMAND cp ${CMAKE_SOURCE_DIR}/report.sh bench-report)
CMAKE
printf '#!/bin/sh\nexec "%s" "$@"\n' "$report" >report.sh
cat >bench.sh <<'BENCH'
#!/usr/bin/env bash
# A row of three repetitions, a little different in every process.
for argument in "$@"; do
  case $argument in
    --benchmark_out=*) out=${argument#*=} ;;
    --benchmark_list_tests*) echo row/N:1 && exit ;;
    --benchmark_repetitions=1) is_pilot=yes ;;
  esac
done
[ -z "${is_pilot-}" ] || { echo pilot >"$out" && exit; }
time=$(cat "$(dirname "$0")/times")
echo "$time $*" >>"$LOG"
row='{"name": "row/N:1", "run_name": "row/N:1", "run_type": "iteration", "time_unit": "us", "real_time":'
printf '{"context": {"host_name": "fake"}, "benchmarks": [%s %d.%02d}, %s %d}, %s %d}]}\n' \
  "$row" "$time" "$(wc -l <"$LOG")" "$row" $((2 * time)) "$row" $((2 * time)) >"$out"
BENCH
chmod +x bench.sh report.sh
printf '/build/\n/results/\n' >.gitignore
git init --quiet --initial-branch=main .
git config user.name test
git config user.email test@localhost
for time in 100 120; do
  echo $time >times
  git add --all && git commit --quiet --message="$time us"
done
printf '#!/bin/sh\ntouch "$LOG.hook"\n' >.git/hooks/post-checkout
chmod +x .git/hooks/post-checkout

state() {
  git status --porcelain=v2 --branch --untracked-files=all
  git stash list
  git worktree list
  git branch --all
  sha256sum .git/index times 2>/dev/null
  ls "$LOG.hook" 2>/dev/null
}
# unchanged WORDS BEFORE: after a run, whatever came of it.
unchanged() {
  [ "$(state)" = "$2" ] || failed "$1: the checkout has changed: $(diff <(echo "$2") <(state))"
  [ -z "$(ls -A "$TMPDIR")" ] || failed "$1: left behind: $(ls "$TMPDIR")"
  [ -z "$(pgrep -f "$HANGING")" ] || failed "$1: something is still running"
}
start=(tools/compare-commits)
# expect STATUS WORDS ARGUMENT…
expect() {
  local status=$1 words=$2 before got=0
  shift 2
  before=$(state)
  : >"$LOG"
  "${start[@]}" --no-install "$@" >"$folder/out" 2>"$folder/err" || got=$?
  [ $got -eq "$status" ] || failed "$*: exit status $got, wanted $status: $(tail -n 3 "$folder/err")"
  cat "$folder/out" "$folder/err" | grep -qF -- "$words" || failed "$*: no '$words' in the output: $(cat "$folder/err")"
  unchanged "$*" "$before"
}

expect 1 "REGRESSED" --processes 4 HEAD~1 HEAD -- --sizes=7
[ "$(cut -d ' ' -f 1 "$LOG" | tr '\n' ' ')" = "100 120 120 100 100 120 120 100 " ] || failed "not A B B A: $(cat "$LOG")"
[ "$(grep -c -- "--sizes=7" "$LOG")" -eq 8 ] || failed "flags of bench are lost: $(cat "$LOG")"
[ -s results/compare-commits/report.json ] || failed "no report where it should be"
expect 0 "IMPROVED" HEAD HEAD~1
expect 3 "INCONCLUSIVE" --strict --processes=2 HEAD~1 HEAD
# The working tree, and options in all their forms.
echo 180 >times
expect 1 "180 µs" --processes=4 HEAD
git checkout --quiet times
for form in "--output $folder/1" "--output=$folder/2" "-o $folder/3" "-o$folder/4"; do
  expect 0 "EQUIVALENT" --processes 4 $form HEAD HEAD
done
[ "$(ls "$folder"/[1234]/report.txt | wc -l)" -eq 4 ] || failed "--output was not obeyed: $(ls "$folder")"
# What is wrong is no regression.
expect 2 "no such commit" nobody
expect 2 "--nonsense" --nonsense HEAD
expect 2 "commits" 
expect 2 "--output" HEAD -- --benchmark_out=x.json
at configure-repository 'exit 1'
expect 2 "configuring failed" HEAD HEAD
calm && at build-repository 'exit 1'
expect 2 "building failed" HEAD HEAD
calm && at build-tree 'exit 1'
rm -r "$XDG_CACHE_HOME"
expect 2 "building the old side failed" HEAD HEAD
calm

# Through a link, from another folder, with paths that are relative to it.
mkdir -p "$folder/bin"
ln -s "$PWD/tools/compare-commits" "$folder/bin/compare"
before=$(state)
(cd "$folder/bin" && ./compare --no-install --processes 2 --output here HEAD HEAD) >"$folder/out" 2>&1 ||
  failed "through a link: $(tail -n 3 "$folder/out")"
[ -s "$folder/bin/here/report.txt" ] || failed "through a link: --output is not taken from the caller's folder"
[ ! -e "$folder/results" ] || failed "through a link: another project"
unchanged "through a link" "$before"
mkdir -p "$folder/cdpath/tools"
start=(env CDPATH="$folder/cdpath" tools/compare-commits)
expect 0 "EQUIVALENT" --processes 4 HEAD HEAD
ln -s "$PWD/tools/setup.sh" "$folder/cdpath/setup.sh"
[ "$(cd "$folder" && CDPATH=$folder bash -c '. cdpath/setup.sh && echo "$project"')" = "$PWD" ] || failed "setup.sh through a link"
for script in run test compare-commits; do
  ln -s "$(readlink -f "$tools/$script")" "$folder/bin/$script"
  "$folder/bin/$script" --help 2>&1 | grep -q "^usage: tools/$script" || failed "$script through a link"
  "$folder/bin/$script" --help >/dev/null 2>&1 || failed "$script through a link: exit status $?"
done

# The variables that git sets for hooks, or that name another repository.
git init --quiet "$folder/other"
start=(env GIT_DIR="$folder/other/.git" GIT_WORK_TREE="$folder/other" GIT_INDEX_FILE="$folder/other/index" tools/compare-commits)
expect 0 "EQUIVALENT" --processes 4 HEAD
[ ! -e "$folder/other/index" ] || failed "the index of GIT_INDEX_FILE was written"
start=(tools/compare-commits)

# Interrupted at every stage: by Ctrl-C, which goes to the whole group, and by kill, which goes to the script alone.
launch() {
  before=$(state)
  rm -rf "$XDG_CACHE_HOME"
  set -m
  tools/compare-commits --no-install --processes 4 HEAD HEAD >"$folder/out" 2>"$folder/err" &
  script=$!
  set +m
  for ((i = 0; i < 600; ++i)); do
    ! pgrep -f "$HANGING" >/dev/null || return 0
    sleep 0.05
  done
  failed "$1: it never got there: $(cat "$folder/err")"
}
for stage in configure-repository build-repository configure-tree build-tree; do
  at $stage hang
  for signal in INT TERM HUP; do
    launch $stage
    target=$script status=0
    [ $signal != INT ] || target=-$script
    kill -$signal -- "$target"
    wait "$script" || status=$?
    [ $status -eq 130 ] || failed "$signal at $stage: exit status $status, wanted 130: $(cat "$folder/err")"
    grep -q "interrupted; nothing was measured" "$folder/err" || failed "$signal at $stage: $(cat "$folder/err")"
    unchanged "$signal at $stage" "$before"
  done
  calm
done
# A terminal that would stop what writes to it in the background.
if script -qec true /dev/null </dev/null >/dev/null 2>&1; then # there are pseudo-terminals
  script -qec "stty tostop; timeout --foreground 60 tools/compare-commits --no-install HEAD HEAD" /dev/null \
    </dev/null >"$folder/out" 2>&1
  grep -q "run stty -tostop first" "$folder/out" || failed "stty tostop: $(cat "$folder/out")"
fi

finish
