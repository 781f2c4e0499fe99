#!/usr/bin/env bash
# tools/compare-commits in a repository of its own, where `bench` is a script that reports the times of the file `times`.
# usage: compare_commits_test.sh TOOLS BENCH-REPORT
. "$(dirname "$(readlink -f "$0")")/test_support.sh"
tools=$1 report=$2
unset $(git rev-parse --local-env-vars)  # of a hook that runs the tests
# Optional locks: without, `git status` leaves the index alone, which matters to files of the same second.
export TMPDIR=$folder/tmp LOG=$folder/log GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 GIT_CEILING_DIRECTORIES=$folder GIT_OPTIONAL_LOCKS=0
export HANGING=$(basename "$folder").hanging SERVER=$(basename "$folder").server
mkdir -p "$TMPDIR" "$folder/repository/tools"
cd "$folder/repository" || exit 1

# The stages of a run: what a test wants to happen there stands in a file, "$folder/at-STAGE".
cat >"$folder/stage" <<'STAGE'
echo "$stage" >>"$LOG.stages"
hang() { (exec -a "$HANGING" sleep infinity); } # what does not react to a signal hangs, until ctest ends it
[ ! -e "${LOG%log}at-$stage" ] || . "${LOG%log}at-$stage"
STAGE
# at STAGE COMMAND: until `calm`.
at() { echo "$2" >"$folder/at-$1"; }
calm() { rm -f "$folder"/at-*; }

cp "$tools/compare-commits" "$tools/setup.sh" tools/
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
ln -s stage "$folder/log.stage"
cat >report.sh <<REPORT
#!/usr/bin/env bash
stage=report
. "\$LOG.stage"
exec "$report" "\$@"
REPORT
cat >bench.sh <<'BENCH'
#!/usr/bin/env bash
# A row of three repetitions, a little different in every process.
folder=$(dirname "$0")
side=$(basename "$(dirname "$folder")")
echo "$side $*" >>"$LOG"
stage=bench-$side
. "$LOG.stage"
for argument in "$@"; do
  case $argument in --benchmark_out=*) out=${argument#*=} ;; esac
done
time=$(cat "$folder/times") turn=$(wc -l <"$LOG")
row='{"name": "row/N:1", "run_name": "row/N:1", "run_type": "iteration", "time_unit": "us", "real_time":'
printf '{"context": {"host_name": "fake"}, "benchmarks": [%s %d.%02d}, %s %d}, %s %d}]}\n' \
  "$row" "$time" "$turn" "$row" $((2 * time)) "$row" $((2 * time)) >"$out"
BENCH
chmod +x bench.sh report.sh
printf '/build/\n/results/\n' >.gitignore
echo 100 >times
git init --quiet --initial-branch=main .
git config user.name test
git config user.email test@localhost
git add --all && git commit --quiet --message="100 us"
printf '#!/bin/sh\ntouch "$LOG.hook"\n' >.git/hooks/post-checkout
chmod +x .git/hooks/post-checkout
# A work tree whose folder is away, as on a disk that is not mounted.
git worktree add --quiet -b elsewhere "$folder/elsewhere" && mv "$folder/elsewhere" "$folder/away"
rm "$LOG.hook"

# The state that must not change.
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
  [ "$got" -ne 2 ] || tail -n 1 "$folder/err" | grep -q '^[a-z-]*: ' || failed "$*: no line says why: $(cat "$folder/err")"
  unchanged "$*" "$before"
}
# early STATUS WORDS ARGUMENT…: nothing is built, and one line is all it says.
early() {
  : >"$LOG.stages"
  expect 2 "$@"
  [ ! -s "$LOG.stages" ] || failed "${*:2}: noticed only after $(tail -n 1 "$LOG.stages")"
  [ "$(wc -l <"$folder/err")" -eq 1 ] || failed "${*:2}: more than a line: $(cat "$folder/err")"
}
results=results/compare-commits

expect 0 "1 EQUIVALENT" --processes 4 HEAD HEAD -- --sizes=7
[ "$(cut -d ' ' -f 1 "$LOG" | tr '\n' ' ')" = "old new new old old new new old " ] || failed "not A B B A: $(cat "$LOG")"
[ "$(grep -c -- "--benchmark_repetitions=3 .*--sizes=7" "$LOG")" -eq 8 ] || failed "flags of bench are lost: $(cat "$LOG")"
files="report.json report.md report.txt report.xml "
[ "$(ls $results | tr '\n' ' ')" = \
  "new-01.json new-02.json new-03.json new-04.json old-01.json old-02.json old-03.json old-04.json $files" ] ||
  failed "the files are not where they should be: $(ls $results)"
{ grep -q '"benchmarks"\|"rows"' $results/report.json && grep -q '^|' $results/report.md && grep -q '<testsuite' $results/report.xml; } ||
  failed "a report is of another format: $(head -n 3 $results/report.*)"

# The working tree: staged, changed since, and an untracked file that the build needs.
echo 110 >times
git add times
echo 120 >times
mv bench.sh untracked.sh && sed -i 's/bench.sh bench/untracked.sh bench/' CMakeLists.txt
expect 1 "REGRESSED" --processes=4 HEAD
grep -q 'row/N:1 *100 µs *120 µs' "$folder/out" || failed "not the working tree was measured: $(cat "$folder/out")"
git add --all && git commit --quiet --message="120 us"
expect 0 "IMPROVED" --processes 4 --output "$folder/else where" HEAD HEAD~1
[ -s "$folder/else where/report.json" ] || failed "--output was not obeyed"
expect 0 "INCONCLUSIVE" --processes 2 HEAD~1 HEAD
expect 3 "INCONCLUSIVE" --processes 2 --report=--strict HEAD~1 HEAD

# Changed within the second of its git add, as long as before: only git's look into racily clean files sees it.
for ((i = 0; i < 20; ++i)); do
  echo 140 >times && git add times && echo 180 >times
  [ "$(stat -c %Y times)" -ne "$(stat -c %Y .git/index)" ] || break
done
sleep 1.1
expect 1 "180 µs" --processes=4 HEAD
git reset --quiet --hard
# Nothing staged at all; line ends that git would warn of.
mv .git/index "$folder/index"
expect 0 "EQUIVALENT" --processes 4 HEAD
mv "$folder/index" .git/index
printf 'a\r\nb\n' >mixed
git config core.autocrlf input && git config core.safecrlf true
expect 0 "EQUIVALENT" --processes 4 HEAD
git config --unset core.autocrlf && git config --unset core.safecrlf && rm mixed
mkdir nested && git init --quiet nested && touch nested/file
early "nested" HEAD
rm -r nested

# Bad input. What is wrong shows before anything is built.
early "usage"
for number in 3 0 x -2 "" 18446744073709551618; do
  early "even number" --processes "$number" HEAD
done
expect 0 "2 of 2 processes" --processes 002 HEAD HEAD
expect 0 "8 of 8 processes" --processes 08 HEAD HEAD
expect 0 "10 of 10 processes" --processes 010 HEAD HEAD
early "no such commit" nobody
early "no such commit" ^HEAD
early "expected commit type" "HEAD^{tree}"
early "unknown option" --nonsense HEAD
early "--output" HEAD -- --benchmark_out=x.json
early "--output wants a folder" --output= HEAD
for flag in --format=markdown --output=x -ox --help -h; do
  early "--report=$flag" --report=$flag HEAD
done
touch "$folder/file"
early "--output $folder/file can't be written" --output "$folder/file" HEAD
early "--output $folder/file/x can't be written" --output "$folder/file/x" HEAD
start=(env TMPDIR="$folder/missing" tools/compare-commits)
early "TMPDIR" HEAD
start=(env GIT_TEST_ASSUME_DIFFERENT_OWNER=1 tools/compare-commits)
early "safe.directory" HEAD
git clone --quiet --depth 1 "file://$PWD" "$folder/shallow"
start=("$folder/shallow/tools/compare-commits")
early "git fetch --unshallow" HEAD~1
rm -rf "$folder/shallow/.git"
early "not a git repository" HEAD
# What nobody has thought of is no regression.
start=(env GIT_AUTHOR_DATE=nonsense tools/compare-commits)
expect 2 "failed: see the lines above" HEAD
start=(tools/compare-commits)
git commit --quiet --allow-empty --message="broken" && at configure-new 'exit 1'
expect 2 "configuring the new side failed" --processes 2 HEAD HEAD
calm && at build-new 'exit 1'
expect 2 "building the new side failed" --processes 2 HEAD HEAD
calm && at build-repository 'exit 1'
expect 2 "building failed" --processes 2 HEAD HEAD
calm

# A bench that fails on one side.
at bench-new 'echo first >&2; echo "out of luck" >&2; exit 1'
expect 2 "the new side's bench wrote no results (exit status 1): first out of luck" --processes 4 HEAD HEAD
[ "$(ls $results)" = "old-01.json" ] || failed "other files than what was measured: $(ls $results)"
at bench-new '[ "$(wc -l <"$LOG")" -lt 5 ] || exit 2'
expect 2 "the new side's bench failed" --processes 4 HEAD HEAD
[ "$(ls $results | tr '\n' ' ')" = "new-01.json new-02.json old-01.json old-02.json old-03.json " ] || failed "a report of half a measurement: $(ls $results)"
at bench-new 'echo "bad flag" >&2; exit 2'
expect 2 "the new side's bench failed with exit status 2: bad flag" --processes 4 HEAD HEAD
at bench-new 'kill -SEGV $$'
expect 2 "the new side's bench failed with exit status 139" --processes 4 HEAD HEAD
at bench-new 'trap "exit 1" EXIT' # some row is an error row: the file counts
expect 0 "EQUIVALENT" --processes 4 HEAD HEAD
calm
# A bench-report that fails; what is wrong with its flags shows after the first processes.
at report 'kill -SEGV $$'
expect 2 "bench-report failed with exit status 139" --processes 4 HEAD HEAD
calm
for flag in --nonsense --filter=nothing --floor=missing.json; do
  expect 2 "bench-report: " --processes 8 --report=$flag HEAD HEAD
  [ "$(wc -l <"$LOG")" -eq 2 ] || failed "$flag is noticed after $(wc -l <"$LOG") processes"
done
[ "$(ls $results | tr '\n' ' ')" = "new-01.json old-01.json " ] || failed "a report of half a measurement: $(ls $results)"
"${start[@]}" --no-install --processes 2 HEAD HEAD 2>/dev/null >/dev/full || failed "an unread report is no regression"

# Only an earlier run's files are replaced, and nobody else's are compared.
own=$folder/own
mkdir -p "$own/old-x.json"
echo mine | tee "$own/old-baseline.json" "$own/new-1-2.json" >"$own/notes.txt"
expect 0 "EQUIVALENT" --processes 4 --output "$own" HEAD HEAD
expect 0 "2, 2" --processes 2 --output "$own" HEAD HEAD
[ "$(ls "$own" | tr '\n' ' ')" = "new-01.json new-02.json new-1-2.json notes.txt old-01.json old-02.json old-baseline.json old-x.json $files" ] ||
  failed "files of others, or of earlier runs: $(ls "$own")"
[ "$(cat "$own/old-baseline.json" "$own/new-1-2.json" "$own/notes.txt" | sort -u)" = mine ] || failed "a file of another was written"
rm "$own"/*-0?.json
early "report.json is no earlier run's" --output "$own" HEAD HEAD
rm "$own"/report.* && mkdir "$own/old-07.json"
expect 2 "can't be removed" --processes 2 --output "$own" HEAD HEAD

# Through a link, from another folder, with paths that are relative to it.
mkdir -p sub tools/elsewhere "$folder/bin"
ln -s "$PWD/tools/compare-commits" "$folder/bin/compare"
for i in {1..10}; do
  LOG=$folder/log out=$folder/run-$i.json
  printf '{"context": {"host_name": "fake"}, "benchmarks": [%s]}\n' \
    "$(printf '{"name": "row/N:1", "run_name": "row/N:1", "run_type": "iteration", "time_unit": "us", "real_time": 10%d.%d}' $((i % 2)) "$i")" >"$out"
done
"$report" calibrate "$folder"/run-*.json -o "$folder/bin/floor.json" >/dev/null || failed "no floor"
before=$(state)
(cd "$folder/bin" && ./compare --no-install --processes 2 --output here --report=--floor=floor.json HEAD HEAD) >"$folder/out" 2>&1 ||
  failed "through a link: $(tail -n 3 "$folder/out")"
[ -s "$folder/bin/here/report.txt" ] || failed "through a link: --output is not taken from the caller's folder"
[ ! -e "$folder/results" ] || failed "through a link: another project"
unchanged "through a link" "$before"
mkdir -p "$folder/cdpath/tools"
start=(env CDPATH="$folder/cdpath" tools/compare-commits)
expect 0 "EQUIVALENT" --processes 4 HEAD HEAD
ln -s "$PWD/tools/setup.sh" "$folder/cdpath/setup.sh"
[ "$(cd "$folder" && CDPATH=$folder bash -c '. cdpath/setup.sh && echo "$project"')" = "$PWD" ] || failed "setup.sh through a link"
for script in run test; do
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
cat >.git/hooks/pre-commit <<'HOOK'
#!/bin/sh
for new in '' HEAD; do
  tools/compare-commits --no-install --processes 2 HEAD $new >"$LOG.out" 2>&1 || exit
done
HOOK
chmod +x .git/hooks/pre-commit
echo 130 >times
git commit --quiet --all --message="130 us" || failed "a commit with a hook: $(tail -n 3 "$LOG.out")"
[ "$(git show --stat --format= | tail -n 1)" = " 1 file changed, 1 insertion(+), 1 deletion(-)" ] ||
  failed "a commit with a hook came out as $(git show --stat --format=)"
[ -z "$(git status --porcelain)" ] || failed "a commit with a hook left $(git status --porcelain)"
rm .git/hooks/pre-commit

# Interrupted at every stage: by Ctrl-C, which goes to the whole group, and by kill, which goes to the script alone.
launch() {
  before=$(state)
  rm -f "$LOG.stages"
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
# interrupted SIGNAL TARGET STAGE WORDS
interrupted() {
  local status=0
  kill "-$1" -- "$2"
  wait "$script" || status=$?
  [ $status -eq 130 ] || failed "$1 at $3: exit status $status, wanted 130: $(cat "$folder/err")"
  grep -qF "$4" "$folder/err" || failed "$1 at $3: no '$4' in $(cat "$folder/err")"
  unchanged "$1 at $3" "$before"
}
for stage in configure-repository build-repository configure-old build-new bench-old report; do
  at $stage hang
  words="nothing was measured"
  [ $stage != report ] || words="what was measured is in"
  launch $stage && interrupted INT "-$script" $stage "$words"
  launch $stage && interrupted TERM "$script" $stage "$words"
  calm
done
[ "$(ls $results | tr '\n' ' ')" = "new-01.json old-01.json " ] || failed "Ctrl-C does not keep what was measured: $(ls $results)"
# One that ignores what it is told; meanwhile nobody else may use the folder.
at bench-new 'trap "" TERM; hang'
launch bench-new
calm
: >"$LOG.stages"
tools/compare-commits --no-install HEAD HEAD >/dev/null 2>"$folder/out"
[ $? -eq 2 ] && grep -q "another run is writing there" "$folder/out" || failed "two runs at once: $(cat "$folder/out")"
[ ! -s "$LOG.stages" ] || failed "two runs at once: noticed late"
interrupted TERM "$script" bench-new "what was measured is in"
[ "$(ls $results)" = old-01.json ] || failed "Ctrl-C does not keep what was measured: $(ls $results)"
# A project below another one's root: what would be built is not it.
mkdir "$folder/outer" && git -C "$folder/outer" init --quiet && git archive --prefix=project/ HEAD | tar x -C "$folder/outer"
cp tools/compare-commits tools/setup.sh "$folder/outer/project/tools/"
start=("$folder/outer/project/tools/compare-commits")
early "must be the root of its git repository" HEAD HEAD
start=(tools/compare-commits)
# A terminal that would stop what writes to it in the background.
if script -qec true /dev/null </dev/null >/dev/null 2>&1; then # there are pseudo-terminals
  at build-new 'exit 1'
  for mode in tostop -tostop; do
    script -qec "stty $mode; timeout --foreground 60 tools/compare-commits --no-install --processes 2 HEAD HEAD" /dev/null \
      </dev/null >"$folder/out$mode" 2>&1
  done
  calm
  grep -q "run stty -tostop first" "$folder/outtostop" || failed "stty tostop: $(cat "$folder/outtostop")"
  grep -q "building the new side failed" "$folder/out-tostop" || failed "stty -tostop: $(cat "$folder/out-tostop")"
fi
# A server that a build has started, as compiler caches do, does not keep the folder.
at build-new 'setsid --fork bash -c "exec -a $SERVER sleep 60" >/dev/null 2>&1'
expect 0 "EQUIVALENT" --processes 4 HEAD HEAD
calm
expect 0 "EQUIVALENT" --processes 4 HEAD HEAD
kill $(pgrep -f "$SERVER") || failed "no server outlived the run"

finish
