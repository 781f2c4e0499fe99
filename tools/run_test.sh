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
    echo 'line=$program$(printf " %q" "$@") && echo "$line" >>"$LOG"' # in one piece: programs of a pipe write at once
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
  "$row" "{\"name\": \"row/N:2\", \"run_type\": \"iteration\", $row}" | tee "$out"
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
# What lies in results, of a name as patterns: "*-abc.json".
holds() {
  local name wanted=("$@") there=()
  for name in "$results"/*; do there+=("$(basename "$name")"); done
  [ ${#there[@]} -eq ${#wanted[@]} ] || { failed "line ${BASH_LINENO[0]}: in results: ${there[*]}, wanted: $*"; return; }
  for name in "${!wanted[@]}"; do
    [[ ${there[name]} == ${wanted[name]} ]] || failed "line ${BASH_LINENO[0]}: in results: ${there[*]}, wanted: $*"
  done
}
same() { [ "$1" = "$(sha256sum <"$2")" ] || failed "line ${BASH_LINENO[0]}: $2 is not what it was"; }
sum() { sha256sum <"$1"; }
forget() { rm -rf "$results"; }
stamp='[0-9]*-[0-9]*-[0-9]*T[0-9]*-[0-9]*-[0-9]*-unknown'

# The first run, its table, chart and page, and the names of them.
run 0 --benchmark_repetitions='3 4' -- more
holds "$stamp.html" "$stamp.json" "$stamp.svg" latest.html latest.json latest.svg
says out "at N ="
says err "results/latest.* are links to it"
says log "cmake --preset release"
says log "cmake --build --preset release --target bench bench-report"
says log "bench --benchmark_repetitions=3\\ 4 -- more --benchmark_out="
is_silent_on log apt-get
grep -q "</svg>" "$results/latest.svg" || failed "the chart is none"
grep -q "</html>" "$results/latest.html" || failed "the page is none"
for ending in json svg html; do
  [ -L "$results/latest.$ending" ] && [[ $(readlink "$results/latest.$ending") == $stamp.$ending ]] ||
    failed "latest.$ending is no link to the run"
done

says log "cmake --preset release -DFUNCTION=cubic"

# Another function: its header as a path that cmake understands anywhere, its results in a folder of their own.
before=$(cd "$results" && ls)
echo >"$folder/elsewhere/my own.f.hpp"
run 0 --function "my own.f.hpp"
says log "cmake --preset release -DFUNCTION=$(printf %q "$folder/elsewhere/my own.f.hpp")"
says err "results/my own.f/latest.* are links to it"
[ "$(cd "$results" && ls | grep -v '^my own.f$')" = "$before" ] || failed "results of another function are among the cubic's"
[[ $(readlink "$results/my own.f/latest.json") == $stamp.json ]] || failed "its latest.json is no link to the run"
run 0 --function=gelu --benchmark_filter=a
says log "cmake --preset release -DFUNCTION=gelu"
says err "only a part was measured: results/gelu/latest.* are as before"
rm -rf "$results/gelu" "$results/my own.f"
run 2 --function
says err "--function: wants a header, or the name of one in kernels/functions"
run 2 --function=
says err "--function: wants a header, or the name of one in kernels/functions"
run 2 --function gone.hpp
says err "--function gone.hpp: there is no such file"

# The next one keeps it; also of one second, and however many.
first=$(readlink "$results/latest.json") json=$(sum "$results/latest.json")
run 0
same "$json" "$results/$first"
[ "$first" != "$(readlink "$results/latest.json")" ] || failed "latest.json is the run before"
holds "$stamp*.html" "$stamp*.json" "$stamp*.svg" "$stamp*.html" "$stamp*.json" "$stamp*.svg" latest.html latest.json latest.svg

# With the commit in the name where there is one.
forget
git -C "$folder/project" init -q
git -C "$folder/project" -c user.name=n -c user.email=e commit -q --allow-empty -m empty
commit=$(git -C "$folder/project" rev-parse --short=7 HEAD)
run 0
holds "*-$commit.html" "*-$commit.json" "*-$commit.svg" latest.html latest.json latest.svg
rm -rf "$folder/project/.git"

# A part of the suite does not stand for all of it.
json=$(sum "$results/latest.json") svg=$(readlink "$results/latest.svg")
for part in --benchmark_filter=a --sizes=64 --benchmark_dry_run; do
  run 0 $part
  says err "only a part was measured: results/latest.* are as before"
  says out "at N ="
  same "$json" "$results/latest.json"
  [ "$svg" = "$(readlink "$results/latest.svg")" ] || failed "$part: latest.svg is another"
done
BENCHMARK_FILTER=a run 0
same "$json" "$results/latest.json"
[ "$(ls "$results"/*.json | wc -l)" -eq 6 ] || failed "not all parts are kept: $(ls "$results")"

# The table tells what other programs used, which only the file knows: what bench prints begins before it measures.
at bench 'trap "sed -i \"s/\\\"host_name\\\"/\\\"num_cpus\\\": 2, \\\"other_processors\\\": [0, 1.5], &/\" \"\$out\"" EXIT'
run 0
says out "other programs used 1.5 of 2 processors"
calm

# It fits the terminal.
if command script -qec true /dev/null </dev/null >/dev/null 2>&1; then # there are pseudo-terminals
  at bench 'row="\"real_time\": 1}, $(printf "{\"name\": \"row/N:%d\", \"run_type\": \"iteration\", \"real_time\": 1}, " {3..20}) {\"name\": \"row/N:21\", \"run_type\": \"iteration\", \"real_time\": 1"'
  for width in 60 80; do
    command script -qec "stty cols $width; cd '$folder'; project/tools/run" /dev/null </dev/null >"$folder/out" 2>&1
    says out "no room in $width columns"
  done
  calm
fi

# Error rows are results too.
at bench 'ends_with=1 row="\"error_occurred\": true, \"error_message\": \"a worker died\""'
run 1
says out "a worker died"
[ "$json" != "$(sum "$results/latest.json")" ] || failed "it is not the latest"
calm

# Where nothing was measured there is no chart, and none of another run beside the figures.
forget
run 0
at bench 'row="\"error_occurred\": true, \"error_message\": \"skipped: no GPU\""'
run 0
says err "nothing was measured: no chart"
[ ! -L "$results/latest.svg" ] && [ ! -L "$results/latest.html" ] || failed "a chart of another run stands beside the figures"
[ "$(ls "$results"/*.svg)" = "$(ls "$results"/*unknown.svg)" ] || failed "there is a chart of nothing"
calm

# Results of the time before they had names.
forget
mkdir "$results" && echo old >"$results/latest.json" && echo older >"$results/previous.json"
run 0
[ "$(cat "$results"/*-earlier.json)" = old ] || failed "what was latest.json is lost: $(ls "$results")"
[ "$(cat "$results/previous.json")" = older ] || failed "what was previous.json is lost"

# What fails leaves the results as they are, and loses no figures.
forget
run 0
json=$(sum "$results/latest.json")
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
fails bench 'exit 0' "bench wrote no results"
holds "$stamp.html" "$stamp.json" "$stamp.svg" latest.html latest.json latest.svg
fails bench "row=nonsense" "no table could be made; the figures are in results/"
grep -q nonsense "$results"/*.json || failed "the figures are not kept"
fails bench-report '[ $1 != chart ] || exit 2' "could not write results/"
says err "wrote results/"
says out "at N ="
fails bench-report '[ $1 != html ] || exit 2' "could not write results/"
at bench 'exit 130'
run 130
says err "interrupted; nothing was measured"
at bench 'ends_with=130'
run 130
says err "-interrupted.json, results/latest.* are as before"
same "$json" "$results/latest.json"
ls "$results"/*-interrupted.json >/dev/null || failed "what was finished is lost"
calm
mv "$results" "$folder/kept" && touch "$results"
run 2
says err "results can't be made"
rm "$results" && mv "$folder/kept" "$results"

# A disk that is full at the end costs the file and not the table.
at bench 'cat >"$(for a in "$@"; do case $a in --benchmark_out=*) echo "${a#*=}.partial" ;; esac; done)" <<END
{"context": {"host_name": "fake"}, "benchmarks": [
 {"name": "row/N:1", "run_type": "iteration", "real_time": 1},
 {"name": "row/N:2", "run_type": "iteration", "real_time": 2}
END
set -- --benchmark_out=/dev/null
ends_with=2'
fails bench "$(cat "$folder/at-bench")" "measuring failed, results/latest.* are as before"
says out "at N ="
says err "the 2 repetitions that it had finished are in results/"

# What killed runs have left is recovered by the next one.
forget
mkdir "$results"
echo "another one" >"$results/a-killed.json"
printf '{"context": {},\n "benchmarks": [\n {"name": "row/N:1", "run_type": "iteration", "real_time": 1}' >"$results/a-running.json.partial"
printf '{"context": {},\n "benchmarks": [\n {"name": "row/N:1", "run_type": "iteration", "real_time": 1},\n {"real_time"' >"$results/b-running.json.partial"
printf '{"context": {},\n "benchmarks": [\n' >"$results/c-running.json.partial"
printf '{"context": {\n "interrupted": true\n}}' >"$results/d-running.json"
echo '{"context": {}}' >"$results/e-running.json"
run 0
holds "$stamp.html" "$stamp.json" "$stamp.svg" a-killed-2.json a-killed.json b-killed.json.cut-off d-interrupted.json e.json latest.html latest.json latest.svg
says err "the 1 repetitions that it had finished are in results/a-killed-2.json"
says err "results/b-killed.json.cut-off: bench-report reads it with --salvage"
[ "$(cat "$results/a-killed.json")" = "another one" ] || failed "a result was overwritten"
"$report" quantiles "$results/a-killed-2.json" >/dev/null || failed "a-killed-2.json can't be read"

# Two at once, twenty times: each has its own results, or is refused; and what ended before blocks nobody.
forget
at bench 'case $* in *filter=mine*) row="\"real_time\": 1" ;; *) row="\"real_time\": 2" ;; esac; sleep 0.2'
for try in {1..20}; do
  for who in mine yours; do
    { "$folder/project/tools/run" --benchmark_filter=$who >"$folder/out-$who" 2>"$folder/err-$who"; echo $? >"$folder/status-$who"; } &
  done
  wait
  measured=0
  for who in mine yours; do
    case $(cat "$folder/status-$who") in
      0)
        measured=$((measured + 1))
        time=$([ $who = mine ] && echo 1 || echo 2)
        file=$results/$(sed -n 's/^run: wrote results\/\(.*json\)$/\1/p' "$folder/err-$who")
        grep -q "\"real_time\": $time}" "$file" || failed "try $try: $who has measured something else: $(cat "$file")"
        ;;
      2) grep -q "^run: another tools/run is at work in this project" "$folder/err-$who" || failed "$(cat "$folder/err-$who")" ;;
      *) failed "try $try: $who: status $(cat "$folder/status-$who"): $(cat "$folder/err-$who")" ;;
    esac
  done
  [ $measured -ge 1 ] || failed "try $try: both were refused"
done
calm

# A bench whose tools/run was killed still measures: nobody else does meanwhile.
at bench 'echo $$ >"${LOG%log}bench-pid"; while [ -e "${LOG%log}at-bench" ]; do sleep 0.02; done'
"$folder/project/tools/run" >/dev/null 2>&1 &
until [ -s "$folder/bench-pid" ]; do sleep 0.02; done
kill -KILL $!
wait $! 2>/dev/null
run 2
says err "another tools/run is at work in this project (or a bench that one has left)"
kill -KILL "$(cat "$folder/bench-pid")"
calm
for _ in {1..100}; do
  ! flock --nonblock "$folder/project" true || break
  sleep 0.02
done
run 0

# Ctrl-C goes to all: bench saves what it has, and tools/run says where it is.
for try in {1..20}; do
  forget
  rm -f "$folder/bench-pid"
  at bench 'trap ends_with=130 INT; echo $$ >"${LOG%log}bench-pid"; while [ -z "${ends_with-}" ]; do sleep 0.02; done'
  set -m
  "$folder/project/tools/run" >"$folder/out" 2>"$folder/err" &
  set +m
  until [ -s "$folder/bench-pid" ]; do sleep 0.02; done
  kill -INT -$!
  wait $! && status=0 || status=$?
  [ $status -eq 130 ] || failed "try $try: Ctrl-C ends with $status: $(cat "$folder/err")"
  holds "$stamp-interrupted.json"
done
calm

# A reader that goes away takes nothing back.
forget
("$folder/project/tools/run" 2>"$folder/err"; echo $? >"$folder/status") | true
[ "$(cat "$folder/status")" -eq 0 ] || failed "no reader: exit status $(cat "$folder/status"): $(cat "$folder/err")"
"$folder/project/tools/run" >/dev/full 2>"$folder/err" || failed "standard output full: $(cat "$folder/err")"
says err "results/latest.* are links to it"
calm

# Flags that would take the results away, and those of its own.
for flag in --benchmark_out=x --benchmark_out_format=csv --benchmark_format=json --benchmark_list_tests --explain --families; do
  run 2 $flag
  says err "run: $flag: results go to results/"
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
