#!/usr/bin/env bash
# tools/run in a project of its own, where cmake, apt-get and `bench` are scripts that say how they were called.
# usage: run_test.sh TOOLS BENCH-REPORT
. "$(dirname "$(readlink -f "$0")")/test_support.sh"
unset user row ends_with installed # what the stand-ins take from a test
tools=$1 report=$2
export LOG=$folder/log PATH=$folder/bin:$PATH
mkdir -p "$folder/project/tools" "$folder/bin" "$folder/elsewhere"
cp "$tools/run" "$tools/setup.sh" "$folder/project/tools/"
results=$folder/project/results

# script FILE PROGRAM: a stand-in that does what standard input says. What a test wants it to do first stands in a file,
# "$folder/at-PROGRAM", as long as it is not `calm`.
script() {
  {
    printf '#!/usr/bin/env bash\nprogram=%s\n' "$2"
    echo '{ printf %s "$program" && printf " %q" "$@" && echo; } >>"$LOG"'
    echo '[ ! -e "${LOG%log}at-$program" ] || . "${LOG%log}at-$program"'
    cat
  } >"$1"
  chmod +x "$1"
}
at() { echo "$2" >"$folder/at-$1"; }
calm() { rm -f "$folder"/at-* "$LOG"; }

script "$folder/bin/cmake" cmake <<'CMAKE'
[ "$1" != --build ] || { mkdir -p build/release && cp "${LOG%log}bench" "${LOG%log}bench-report" build/release/; }
CMAKE
script "$folder/bin/dpkg-query" dpkg-query <<'DPKG'
printf '%s' "${installed-ii }"
DPKG
script "$folder/bin/apt-get" apt-get </dev/null
script "$folder/bin/sudo" sudo <<'SUDO'
[ "$1" != -n ] || shift
"$@"
SUDO
script "$folder/bin/id" id <<'ID'
echo "${user-0}"
ID
script "$folder/bench-report" bench-report <<REPORT
exec "$report" "\$@"
REPORT
script "$folder/bench" bench <<'BENCH'
for argument in "$@"; do
  case $argument in --benchmark_out=*) out=${argument#*=} ;; esac
done
row=${row-'"real_time": '$(wc -l <"$LOG")}
printf '{"context": {"host_name": "fake"}, "benchmarks": [{"name": "row/N:1", "run_type": "iteration", %s}, %s]}\n' \
  "$row" "{\"name\": \"row/N:2\", \"run_type\": \"iteration\", $row}" >"$out"
exit ${ends_with-0}
BENCH

# run STATUS ARGUMENT…: tools/run ends with that status; what it prints is in out and err.
run() {
  local wanted=$1 status=0
  shift
  (cd "$folder/elsewhere" && "$folder/project/tools/run" "$@") >"$folder/out" 2>"$folder/err" </dev/null || status=$?
  [ $status -eq $wanted ] || failed "$FUNCNAME $*: exit status $status, wanted $wanted: $(cat "$folder/err")"
}
# says FILE WORDS: is a line with them in out, err or log?
says() { grep -qF -- "$2" "$folder/$1" || failed "\"$2\" is not in $1: $(cat "$folder/$1")"; }
is_silent_on() { ! grep -q -- "$2" "$folder/$1" || failed "\"$2\" is in $1: $(cat "$folder/$1")"; }
holds() { [ "$(cd "$results" && echo *)" = "$*" ] || failed "in results: $(cd "$results" && echo *), wanted: $*"; }
same() { [ "$1" = "$(sha256sum <"$2")" ] || failed "$2 is not what it was"; }

# The first run, and its table and chart.
run 0 --benchmark_filter='a b' -- more
holds latest.json latest.svg
says out "N = 1"
says err "wrote results/latest.json"
says err "wrote results/latest.svg"
says log "cmake --preset release"
says log "cmake --build --preset release --target bench bench-report"
says log "bench --benchmark_filter=a\\ b -- more --benchmark_out=$(printf %q "$results/new.json") --benchmark_out_format=json --benchmark_format=json"
is_silent_on log apt-get
grep -q "</svg>" "$results/latest.svg" || failed "the chart is none"

# The next one keeps it, and forgets the one before.
json=$(sha256sum <"$results/latest.json") svg=$(sha256sum <"$results/latest.svg")
run 0
holds latest.json latest.svg previous.json previous.svg
same "$json" "$results/previous.json"
same "$svg" "$results/previous.svg"
[ "$json" != "$(sha256sum <"$results/latest.json")" ] || failed "the second run measured nothing"

# Error rows are results too.
json=$(sha256sum <"$results/latest.json")
at bench 'ends_with=1 row="\"error_occurred\": true, \"error_message\": \"a worker died\""'
run 1
same "$json" "$results/previous.json"
says out "a worker died"

# Where nothing was measured there is no chart, and none of another run beside the figures.
calm
at bench 'row="\"error_occurred\": true, \"error_message\": \"skipped: no GPU\""'
run 0 --benchmark_filter=cuda
says err "nothing was measured: no chart"
holds latest.json previous.json
calm
run 0
holds latest.json latest.svg previous.json
says out "N = 1"

# What fails leaves the results as they are.
json=$(sha256sum <"$results/latest.json")
# fails PROGRAM ACTION REASON
fails() {
  at "$1" "$2"
  run 2
  says err "$3"
  same "$json" "$results/latest.json"
  calm
}
fails cmake 'exit 1' "configuring failed"
fails cmake '[ $1 != --build ] || exit 1' "building failed"
fails bench 'exit 2' "measuring failed, results/latest.* are as before"
fails bench 'kill -SEGV $$' "measuring failed, results/latest.* are as before"
fails bench "row=nonsense" "no table could be made; the figures are in results/not-shown.json"
grep -q nonsense "$results/not-shown.json" || failed "the figures are not kept"
fails bench-report '[ $1 != chart ] || exit 2' "no chart could be drawn; the figures are in results/not-shown.json"
cp "$results/latest.json" "$results/new.json" # of a run that was killed
fails bench 'exit 0' "bench wrote no results"
at bench 'exit 130'
run 130
says err "interrupted; nothing was measured"
calm
rm -f "$results/previous.json" && mkdir "$results/previous.json"
fails bench : "results/previous.* can't be removed; the figures are in results/not-shown.json"
rmdir "$results/previous.json"
mv "$results" "$folder/kept" && touch "$results"
run 2
says err "results can't be made"
rm "$results" && mv "$folder/kept" "$results"
rm "$results/not-shown.json"
at bench 'ends_with=130'
run 130
says err "results/interrupted.json"
same "$json" "$results/latest.json"
holds interrupted.json latest.json latest.svg
calm
rm "$results/interrupted.json"

# A reader that goes away takes nothing back.
json=$(sha256sum <"$results/latest.json")
("$folder/project/tools/run" 2>"$folder/err"; echo $? >"$folder/status") | true
[ "$(cat "$folder/status")" -eq 0 ] || failed "no reader: exit status $(cat "$folder/status"): $(cat "$folder/err")"
same "$json" "$results/previous.json"
"$folder/project/tools/run" >/dev/full 2>"$folder/err" || failed "standard output full: $(cat "$folder/err")"
says err "wrote results/latest.svg"
calm

# Flags that would take the results away, and those of its own.
for flag in --benchmark_out=x --benchmark_out_format=csv --benchmark_format=json --benchmark_list_tests --explain; do
  run 2 $flag
  says err "run: $flag: results go to results/latest.json"
  [ ! -e "$LOG" ] || ! grep -q "^bench\|^cmake" "$LOG" || failed "$flag: something was started: $(cat "$LOG")"
done
for flag in -h --help; do
  run 0 $flag
  says out "usage: tools/run [--no-install]"
  is_silent_on out /usr/bin
  says out "exit status: 0 measured"
  [ ! -e "$LOG" ] || ! grep -q "^bench\|^cmake" "$LOG" || failed "$flag: something was started: $(cat "$LOG")"
done

# Packages: missing ones are installed, through sudo by users, and not at all with --no-install.
calm
at dpkg-query 'case $* in *libfmt-dev | *ninja-build) exit 1 ;; esac'
run 0
says err "run: installing ninja-build libfmt-dev"
says log "apt-get install -y -qq ninja-build libfmt-dev"
is_silent_on log sudo
rm "$LOG"
at id 'user=1000'
run 0
says log "sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq ninja-build libfmt-dev"
rm "$LOG"
at dpkg-query "installed=\$'hi \n'"
run 0
is_silent_on log apt-get
at dpkg-query "installed=\$'rc \nii \n'"
run 0
is_silent_on log apt-get
at dpkg-query "installed='rc '"
run 0
says log "apt-get install -y -qq g++ cmake"
at dpkg-query 'case $* in *libfmt-dev | *ninja-build) exit 1 ;; esac'
rm "$LOG"
run 0 --no-install
is_silent_on log apt-get
is_silent_on log "bench.*--no-install"
at sudo 'exit 1'
run 2
says err "run: sudo apt-get install ninja-build libfmt-dev"
calm
at dpkg-query 'exit 1'
at apt-get '[ $1 != install ] || exit 100'
run 2
says err "installing failed; run: sudo apt-get update && sudo apt-get install g++ cmake ninja-build"
calm

# Through a link, whatever CDPATH says.
ln -s ../project/tools/run "$folder/elsewhere/measure"
(cd "$folder" && CDPATH=$folder/project "$folder/elsewhere/measure" >/dev/null 2>"$folder/err") || failed "through a link: $(cat "$folder/err")"
says log "cmake --preset release"

finish
