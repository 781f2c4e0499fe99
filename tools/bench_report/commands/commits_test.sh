#!/usr/bin/env bash
# `bench-report commits` and `bisect` in a repository of their own, where what is built is a script that reports the times of
# the file `times`.
# usage: commits_test.sh BENCH-REPORT
. "$(dirname "$(readlink -f "$0")")/../../test_support.sh"
report=$1
unset $(git rev-parse --local-env-vars)  # of a hook that runs the tests
# Optional locks: without, `git status` leaves the index alone, which matters to files of the same second.
export TMPDIR=$folder/tmp LOG=$folder/log GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 GIT_CEILING_DIRECTORIES=$folder GIT_OPTIONAL_LOCKS=0
export XDG_CACHE_HOME=$folder/cache
export HANGING=$(basename "$folder").hanging SERVER=$(basename "$folder").server
mkdir -p "$TMPDIR" "$folder/repository"
cd "$folder/repository" || exit 1

# The stages of a run: what a test wants to happen there stands in a file, "$folder/at-STAGE".
cat >"$LOG.stage" <<'STAGE'
echo "$stage" >>"$LOG.stages"
hang() { (exec -a "$HANGING" sleep infinity); } # what does not react to a signal hangs, until ctest ends it
[ ! -e "${LOG%log}at-$stage" ] || . "${LOG%log}at-$stage"
STAGE
# at STAGE COMMAND: until `calm`.
at() { echo "$2" >"$folder/at-$1"; }
calm() { rm -f "$folder"/at-*; }

cat >build.sh <<'BUILD'
stage=build-$(cat side)
. "$LOG.stage"
mkdir -p build && cp bench.sh times side build
BUILD
cat >bench.sh <<'BENCH'
#!/usr/bin/env bash
# A row of three repetitions, a little different in every process.
folder=$(dirname "$0")
for argument in "$@"; do
  case $argument in
    --benchmark_out=*) out=${argument#*=} ;;
    --benchmark_list_tests*) echo row/N:1 && exit ;;
    --benchmark_repetitions=1) is_pilot=yes ;;
  esac
done
[ -z "${is_pilot-}" ] || { echo pilot >"$out" && exit; }
side=$(cat "$folder/side")
echo "$side $*" >>"$LOG"
stage=bench-$side
. "$LOG.stage"
time=$(cat "$folder/times") turn=$(wc -l <"$LOG")
row='{"name": "row/N:1", "run_name": "row/N:1", "run_type": "iteration", "time_unit": "us", "real_time":'
printf '{"context": {"host_name": "fake"}, "benchmarks": [%s %d.%02d}, %s %d}, %s %d}]}\n' \
  "$row" "$time" "$turn" "$row" $((2 * time)) "$row" $((2 * time)) >"$out"
BENCH
chmod +x bench.sh
printf 'build = bash build.sh\nprogram = build/bench.sh\n# a comment\nflag = --sizes=7\n' >.bench-report
printf '/build/\n/bench-report-results/\n' >.gitignore
git init --quiet --initial-branch=main .
git config user.name test
git config user.email test@localhost
# commit TIME SIDE
commit() {
  echo "$1" >times && echo "$2" >side
  git add --all && git commit --quiet --message="$1 us"
}
commit 100 old
commit 100 new
git tag release
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
start=("$report" commits)
# again STATUS WORDS ARGUMENT…: with the builds of earlier runs.
again() {
  local status=$1 words=$2 before got=0
  shift 2
  before=$(state)
  : >"$LOG"
  "${start[@]}" "$@" >"$folder/out" 2>"$folder/err" || got=$?
  [ $got -eq "$status" ] || failed "$*: exit status $got, wanted $status: $(tail -n 3 "$folder/err")"
  cat "$folder/out" "$folder/err" | grep -qF -- "$words" || failed "$*: no '$words' in the output: $(cat "$folder/err")"
  [ "$got" -ne 2 ] || tail -n 1 "$folder/err" | grep -q '^bench-report: ' || failed "$*: no line says why: $(cat "$folder/err")"
  unchanged "$*" "$before"
}
# expect STATUS WORDS ARGUMENT…: with none.
expect() {
  rm -rf "$XDG_CACHE_HOME"
  again "$@"
}
# early STATUS WORDS ARGUMENT…: nothing is built, and one line is all it says.
early() {
  : >"$LOG.stages"
  expect 2 "$@"
  [ ! -s "$LOG.stages" ] || failed "${*:2}: noticed only after $(tail -n 1 "$LOG.stages")"
  [ "$(wc -l <"$folder/err")" -eq 1 ] || failed "${*:2}: more than a line: $(cat "$folder/err")"
}
results=bench-report-results
same=(HEAD~1 HEAD)

expect 0 "1 EQUIVALENT" --processes 4 "${same[@]}" -- --sizes=8
[ "$(cut -d ' ' -f 1 "$LOG" | tr '\n' ' ')" = "old new new old old new new old " ] || failed "not A B B A: $(cat "$LOG")"
[ "$(grep -c -- "--benchmark_repetitions=12 .*--sizes=7 --sizes=8" "$LOG")" -eq 8 ] || failed "flags are lost: $(cat "$LOG")"
files="report.json report.md report.txt report.xml "
[ "$(ls $results | tr '\n' ' ')" = \
  "new-01.json new-02.json new-03.json new-04.json old-01.json old-02.json old-03.json old-04.json $files" ] ||
  failed "the files are not where they should be: $(ls $results)"
{ grep -q '"rows"' $results/report.json && grep -q '^|' $results/report.md && grep -q '<testsuite' $results/report.xml; } ||
  failed "a report is of another format: $(head -n 3 $results/report.*)"
# By itself, until it is decided.
expect 0 "8 processes a side: 1 row decided, 0 open" "${same[@]}"

# What was built is built once; a commit with itself is built once, too.
: >"$LOG.stages"
again 0 "the new side is built already" --processes 2 "${same[@]}"
! grep -q build "$LOG.stages" || failed "built twice: $(cat "$LOG.stages")"
: >"$LOG.stages"
again 0 "building the old side" --processes 2 --build "bash build.sh && true" HEAD HEAD
[ "$(grep -c build "$LOG.stages")" -eq 1 ] || failed "not built once: $(cat "$LOG.stages")"
at build-new 'git describe --tags >"$LOG.tag"'
expect 0 "EQUIVALENT" --processes 4 "${same[@]}"
calm
[ "$(cat "$LOG.tag")" = release ] || failed "a build does not see the tags: $(cat "$LOG.tag")"

# The working tree: staged, changed since, and an untracked file that the build needs.
echo 110 >times
git add times
echo 120 >times
mv bench.sh untracked.sh && sed -i 's/bench.sh/untracked.sh/' build.sh && sed -i 's/bench.sh/untracked.sh/' .bench-report
expect 1 "REGRESSED" --processes=4 --build "mkdir -p build && cp *.sh times side build && cp bench.sh build/untracked.sh || true" HEAD
grep -q 'row/N:1 *100 µs *120 µs' "$folder/out" || failed "not the working tree was measured: $(cat "$folder/out")"
again 1 "the new side is built already" --processes=4 --build "mkdir -p build && cp *.sh times side build && cp bench.sh build/untracked.sh || true" HEAD
git reset --quiet --hard && rm untracked.sh
commit 120 new
expect 0 "IMPROVED" --processes 4 --output "$folder/else where" HEAD HEAD~1
[ -s "$folder/else where/report.json" ] || failed "--output was not obeyed"
expect 0 "INCONCLUSIVE" --processes 2 HEAD~1 HEAD
expect 3 "INCONCLUSIVE" --processes 2 --strict HEAD~1 HEAD
same=(HEAD~2 HEAD~1)

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
early "commits"
for number in 3 0 x -2 "" 18446744073709551618; do
  early "processes" --processes "$number" HEAD
done
expect 0 "8 of 8 processes" --processes 8 HEAD HEAD
early "no such commit" nobody
early "no such commit" ^HEAD
early "no such commit" -- "HEAD^{tree}"
early "no such commit" "HEAD^{tree}"
early "--nonsense" --nonsense HEAD
early "--output" HEAD -- --benchmark_out=x.json
early "parsecs" --time-budget 3parsecs HEAD
early "excludes" --time-budget 3s --processes 4 HEAD
touch "$folder/file"
early "--output $folder/file can't be written" --output "$folder/file" HEAD
early "--output $folder/file/x can't be written" --output "$folder/file/x" HEAD
early "--cache" --cache "$folder/file" HEAD HEAD
early "missing.json" --floor=missing.json HEAD HEAD
start=(env TMPDIR="$folder/missing" "$report" commits)
early "TMPDIR" HEAD
start=(env GIT_TEST_ASSUME_DIFFERENT_OWNER=1 "$report" commits)
early "safe.directory" HEAD
git clone --quiet --depth 1 "file://$PWD" "$folder/shallow"
start=("$report" commits --project "$folder/shallow")
early "git fetch --unshallow" HEAD~1
expect 0 "EQUIVALENT" --processes 4 HEAD HEAD
rm -rf "$folder/shallow/.git"
early "not a git repository" HEAD
start=("$report" commits)
mv .bench-report "$folder/kept"
early "how are the benchmarks built?" HEAD HEAD
printf '\nnonsense\n' >.bench-report
early ".bench-report:2: " HEAD HEAD
mv "$folder/kept" .bench-report
at build-new 'echo what went wrong; exit 1'
expect 2 "building the new side failed with exit status 1" --processes 2 "${same[@]}"
grep -q "what went wrong" "$folder/err" || failed "nobody sees why it does not build: $(cat "$folder/err")"
[ -z "$(find "$XDG_CACHE_HOME" -name 'tree' -path "*$(git rev-parse HEAD~1)*")" ] || failed "half a build stays"
calm
expect 2 "made no program build/nothing" --program build/nothing --processes 2 "${same[@]}"

# A program that fails on one side.
at bench-new 'echo first >&2; echo "out of luck" >&2; exit 1'
expect 2 "the new side's bench.sh wrote no results (exit status 1): first out of luck; what was measured is in" --processes 4 "${same[@]}"
[ "$(ls $results)" = "old-01.json" ] || failed "other files than what was measured: $(ls $results)"
at bench-new '[ "$(wc -l <"$LOG")" -lt 5 ] || exit 2'
expect 2 "the new side's bench.sh failed" --processes 4 "${same[@]}"
[ "$(ls $results | tr '\n' ' ')" = "new-01.json new-02.json old-01.json old-02.json old-03.json " ] || failed "a report of half a measurement: $(ls $results)"
at bench-new 'echo "bad flag" >&2; exit 2'
expect 2 "the new side's bench.sh failed with exit status 2: bad flag" --processes 4 "${same[@]}"
at bench-new 'kill -SEGV $$'
expect 2 "the new side's bench.sh was ended by signal 11" --processes 4 "${same[@]}"
at bench-new 'hang'
expect 2 "the new side's bench.sh took longer than the 1 s of --timeout" --processes 4 --timeout 1s "${same[@]}"
at bench-new 'trap "exit 1" EXIT' # some row is an error row: the file counts
expect 0 "EQUIVALENT" --processes 4 "${same[@]}"
calm
# What is wrong with what is compared shows before anything is measured, or after the first processes.
expect 2 "bench-report: " --processes 8 --filter=nothing "${same[@]}"
[ ! -s "$LOG" ] || failed "a wrong --filter is noticed after $(wc -l <"$LOG") processes"
expect 2 "bench-report: " --processes 8 --metric=nothing "${same[@]}"
[ "$(wc -l <"$LOG")" -eq 2 ] || failed "a wrong --metric is noticed after $(wc -l <"$LOG") processes"
"${start[@]}" --processes 2 HEAD HEAD 2>/dev/null >/dev/full || failed "an unread report is no regression"

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

# The variables that git sets for hooks, or that name another repository.
git init --quiet "$folder/other"
start=(env GIT_DIR="$folder/other/.git" GIT_WORK_TREE="$folder/other" GIT_INDEX_FILE="$folder/other/index" "$report" commits)
expect 0 "EQUIVALENT" --processes 4 HEAD
[ ! -e "$folder/other/index" ] || failed "the index of GIT_INDEX_FILE was written"
start=("$report" commits)
cat >.git/hooks/pre-commit <<HOOK
#!/bin/sh
for new in '' HEAD; do
  "$report" commits --processes 2 HEAD \$new >"\$LOG.out" 2>&1 || exit
done
HOOK
chmod +x .git/hooks/pre-commit
echo 130 >times
git commit --quiet --all --message="130 us" || failed "a commit with a hook: $(tail -n 3 "$LOG.out")"
[ "$(git show --stat --format= | tail -n 1)" = " 1 file changed, 1 insertion(+), 1 deletion(-)" ] ||
  failed "a commit with a hook came out as $(git show --stat --format=)"
[ -z "$(git status --porcelain)" ] || failed "a commit with a hook left $(git status --porcelain)"
rm .git/hooks/pre-commit
same=(HEAD~3 HEAD~2)

# Interrupted at every stage: by Ctrl-C, which goes to the whole group, and by kill, which goes to the program alone.
# launch STAGE [WORD…]: until it hangs there; `commits` or another command line.
launch() {
  local words=("${@:2}")
  [ $# -gt 1 ] || words=(commits --processes 4 "${same[@]}")
  before=$(state)
  rm -f "$LOG.stages"
  rm -rf "$XDG_CACHE_HOME"
  : >"$LOG"
  set -m
  "$report" "${words[@]}" >"$folder/out" 2>"$folder/err" &
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
for stage in build-old build-new bench-old; do
  at $stage hang
  launch $stage && interrupted INT "-$script" $stage "nothing was measured"
  launch $stage && interrupted TERM "$script" $stage "nothing was measured"
  calm
done
at bench-new '[ "$(wc -l <"$LOG")" -lt 4 ] || hang'
launch bench-new && interrupted HUP "$script" bench-new "what was measured is in"
grep -q "INTERRUPTED" "$folder/out" || failed "no report of what was measured: $(cat "$folder/out")"
# One that ignores what it is told; meanwhile nobody else may use the folder.
at bench-new 'trap "" TERM; hang'
launch bench-new
calm
: >"$LOG.stages"
"$report" commits --processes 2 "${same[@]}" >/dev/null 2>"$folder/out"
[ $? -eq 2 ] && grep -q "another run is writing there" "$folder/out" || failed "two runs at once: $(cat "$folder/out")"
[ ! -s "$LOG.stages" ] || failed "two runs at once: noticed late"
"$report" commits --processes 2 --output "$folder/third" "${same[@]}" >/dev/null 2>"$folder/out"
[ $? -eq 2 ] && grep -q "by another run; wait for it" "$folder/out" || failed "one build for two runs: $(cat "$folder/out")"
interrupted TERM "$script" bench-new "what was measured is in"
[ "$(ls $results)" = old-01.json ] || failed "Ctrl-C does not keep what was measured: $(ls $results)"
# A project below another one's root: what would be built is not it.
mkdir "$folder/outer" && git -C "$folder/outer" init --quiet && git archive --prefix=project/ HEAD | tar x -C "$folder/outer"
start=("$report" commits --project "$folder/outer/project")
early "must be the root of its git repository" HEAD HEAD
start=("$report" commits)
# A terminal that would stop what writes to it in the background.
if script -qec true /dev/null </dev/null >/dev/null 2>&1; then # there are pseudo-terminals
  at build-new 'exit 1'
  for mode in tostop -tostop; do
    rm -rf "$XDG_CACHE_HOME"
    script -qec "stty $mode; timeout --foreground 60 $report commits --processes 2 ${same[*]}" /dev/null \
      </dev/null >"$folder/out$mode" 2>&1
  done
  calm
  grep -q "run stty -tostop first" "$folder/outtostop" || failed "stty tostop: $(cat "$folder/outtostop")"
  grep -q "building the new side failed" "$folder/out-tostop" || failed "stty -tostop: $(cat "$folder/out-tostop")"
fi
# A server that a build has started, as compiler caches do, does not keep the folder.
at build-new 'setsid --fork bash -c "exec -a $SERVER sleep 60" >/dev/null 2>&1'
expect 0 "EQUIVALENT" --processes 4 "${same[@]}"
calm
expect 0 "EQUIVALENT" --processes 4 "${same[@]}"
kill $(pgrep -f "$SERVER") || failed "no server outlived the run"

# Bisection over 12 commits, of which the eighth is slow, and the sixth does not build.
commit 100 base
for i in {1..12}; do
  echo "$i" >number
  commit $((i < 8 ? 100 : 130)) "step-$i"
done
at build-step-6 'exit 1'
start=("$report" bisect)
slow=$(git log -1 --format=%h HEAD~4)
expect 0 "the first slow commit is $slow" HEAD~12 HEAD row/N:1
grep -q "^not decided  $(git log -1 --format=%h HEAD~6) " "$folder/out" || failed "the broken commit is not named: $(cat "$folder/out")"
[ "$(grep -c '^slower\|^not' "$folder/out")" -le 6 ] || failed "too many steps: $(cat "$folder/out")"
again 0 "0 of 13 commits were built now" HEAD~12 HEAD row/N:1
calm
at build-step-7 'exit 1'
at build-step-6 'exit 1'
expect 3 "is one of these 3, of which the others could not be decided" HEAD~12 HEAD row/N:1
calm
expect 3 "is not slower than" HEAD~12 HEAD~6 row/N:1
for stage in build-step-7 bench-step-7; do
  at $stage hang
  launch $stage bisect HEAD~12 HEAD row/N:1 && interrupted TERM "$script" $stage interrupted
  ! grep -q "first slow commit" "$folder/out" || failed "bisect goes on when it is interrupted: $(cat "$folder/out")"
  calm
done
early "must be an ancestor of" HEAD HEAD~6 row/N:1
early "required" HEAD~12 HEAD

finish
