#!/usr/bin/env bash
# tools/compare-commits in a repository of its own, where `bench` is a script that reports the times of the file `times`.
# usage: compare_commits_test.sh TOOLS BENCH-REPORT
set -u
tools=$1 report=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export TMPDIR=$folder/tmp LOG=$folder/log GIT_CONFIG_GLOBAL=/dev/null
mkdir -p "$TMPDIR" "$folder/repository/tools"
cd "$folder/repository" || exit 1
failures=0
failed() {
  echo "FAILED: $*"
  failures=$((failures + 1))
}

cp "$tools/compare-commits" "$tools/setup.sh" tools/
cat >CMakePresets.json <<'PRESETS'
{"version": 6, "configurePresets": [{"name": "release", "generator": "Ninja", "binaryDir": "${sourceDir}/build/release"}],
 "buildPresets": [{"name": "release", "configurePreset": "release"}]}
PRESETS
cat >CMakeLists.txt <<CMAKE
cmake_minimum_required(VERSION 3.25)
project(fake LANGUAGES NONE)
add_custom_target(bench COMMAND cp \${CMAKE_SOURCE_DIR}/bench.sh bench
                        COMMAND cat \${CMAKE_SOURCE_DIR}/times > times)
add_custom_target(bench-report COMMAND cp $report bench-report)
CMAKE
cat >bench.sh <<'BENCH'
#!/usr/bin/env bash
# A row of three repetitions, a little different in every process.
folder=$(dirname "$0")
side=$(basename "$(dirname "$folder")")
echo "$side $*" >>"$LOG"
[ ! -e "$LOG.hang" ] || sleep infinity
for argument in "$@"; do
  case $argument in --benchmark_out=*) out=${argument#*=} ;; esac
done
time=$(cat "$folder/times") turn=$(wc -l <"$LOG")
row='{"name": "row/N:1", "run_name": "row/N:1", "run_type": "iteration", "time_unit": "us", "real_time":'
printf '{"context": {"host_name": "fake"}, "benchmarks": [%s %d.%02d}, %s %d}, %s %d}]}\n' \
  "$row" "$time" "$turn" "$row" $((2 * time)) "$row" $((2 * time)) >"$out"
BENCH
chmod +x bench.sh
printf '/build/\n/results/\n' >.gitignore
echo 100 >times
git init --quiet --initial-branch=main .
git config user.name test
git config user.email test@localhost
git add --all && git commit --quiet --message="100 us"

# The state that must not change.
state() {
  git status --porcelain=v2 --branch --untracked-files=all
  git stash list
  git worktree list
  git branch --all
  sha256sum .git/index times
}
# expect STATUS WORDS ARGUMENT…
expect() {
  local status=$1 words=$2 before got=0
  shift 2
  before=$(state)
  : >"$LOG"
  tools/compare-commits --no-install "$@" >"$folder/out" 2>"$folder/err" || got=$?
  [ $got -eq "$status" ] || failed "$*: exit status $got, wanted $status: $(tail -n 3 "$folder/err")"
  cat "$folder/out" "$folder/err" | grep -qF -- "$words" || failed "$*: no '$words' in the output"
  [ "$(state)" = "$before" ] || failed "$*: the checkout has changed: $(diff <(echo "$before") <(state))"
  [ -z "$(ls -A "$TMPDIR")" ] || failed "$*: left behind: $(ls "$TMPDIR")"
}

expect 0 "1 EQUIVALENT" --processes 4 HEAD HEAD -- --sizes=7
[ "$(cut -d ' ' -f 1 "$LOG" | tr '\n' ' ')" = "old new new old old new new old " ] || failed "not A B B A: $(cat "$LOG")"
[ "$(grep -c -- "--benchmark_repetitions=3 .*--sizes=7" "$LOG")" -eq 8 ] || failed "flags of bench are lost: $(cat "$LOG")"
[ "$(ls results/compare-commits | tr '\n' ' ')" = \
  "new-01.json new-02.json new-03.json new-04.json old-01.json old-02.json old-03.json old-04.json report.json report.txt " ] ||
  failed "the files are not where they should be: $(ls results/compare-commits)"

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

expect 2 "usage"
expect 2 "even number" --processes 3 HEAD
expect 2 "no such commit" nobody
expect 2 "unknown option" --nonsense HEAD
expect 2 "--output" HEAD -- --benchmark_out=x.json
echo 'message(FATAL_ERROR "broken")' >>CMakeLists.txt
git commit --quiet --all --message="broken" && git reset --quiet --hard HEAD~1
expect 2 "configuring the new side failed" --processes 2 HEAD 'HEAD@{1}'

# Ctrl-C while bench runs.
touch "$LOG.hang"
before=$(state)
: >"$LOG"
set -m
tools/compare-commits --no-install --processes 2 HEAD HEAD >"$folder/out" 2>"$folder/err" &
script=$!
set +m
for ((i = 0; i < 600; ++i)); do
  [ ! -s "$LOG" ] || break
  sleep 0.1
done
kill -INT "-$script"
wait "$script"
[ $? -eq 130 ] || failed "Ctrl-C: not exit status 130: $(cat "$folder/err")"
[ "$(state)" = "$before" ] || failed "Ctrl-C: the checkout has changed: $(diff <(echo "$before") <(state))"
[ -z "$(ls -A "$TMPDIR")" ] || failed "Ctrl-C: left behind: $(ls "$TMPDIR")"
[ -z "$(pgrep -f "$folder/tmp" || true)" ] || failed "Ctrl-C: bench is still running"

exit $((failures > 0))
