#!/usr/bin/env bash
# The program `bench-report` from the outside: exit statuses, one line of complaint, nothing overwritten.
# usage: bench_report_test.sh PROGRAM TESTDATA
. "$(dirname "$(readlink -f "$0")")/../../test_support.sh"
program=$1 data=$2

# expect STATUS WORDS ARGUMENT…: runs the program; complaints are one line that contains WORDS.
expect() {
  local status=$1 words=$2
  shift 2
  "$program" "$@" >"$folder/out" 2>"$folder/err"
  local got=$?
  if [ $got -ne "$status" ]; then
    failed "$*: exit status $got, wanted $status: $(cat "$folder/err")"
  elif [ "$status" -eq 2 ] && { [ "$(wc -l <"$folder/err")" -ne 1 ] || ! grep -qF -- "$words" "$folder/err"; }; then
    failed "$*: complaint is not one line with '$words': $(cat "$folder/err")"
  elif [ "$status" -ne 2 ] && ! grep -qF -- "$words" "$folder/out"; then
    failed "$*: output lacks '$words'"
  fi
}

expect 0 "from N = 10 to 20: pool" quantiles "$data/ours.json"
expect 0 "median in µs at N =" quantiles "$data/ours.json"
expect 0 "time ÷ best at N =" quantiles "$data/ours.json" --ratios
expect 0 "Best, and its lead" quantiles "$data/ours.json" --all
expect 2 "--columns" quantiles "$data/ours.json" --columns 3
expect 2 "--tie" quantiles "$data/ours.json" --tie -1
expect 2 "--tie" quantiles "$data/ours.json" --tie ""
expect 0 "Fastest at N = 100" quantiles "$data/old.json" --contest
expect 2 "--contest" quantiles "$data/ours.json" --contest=maybe
expect 0 "family,N,samples,q05,q50,q95,speedup" quantiles "$data/ours.json" --format csv
expect 0 '"winners"' quantiles "$data/ours.json" --format json
expect 0 "| N | family |" quantiles "$data/ours.json" --format markdown
expect 0 "</svg>" chart "$data/ours.json"
expect 0 "speedup over loops" chart "$data/ours.json" --relative-to loops
expect 0 ">3 MB/s<" chart "$data/ours.json" --metric bytes_per_second
expect 0 "$data/ours.json: loops, N = 10: median" chart "$data/ours.json" "$data/ours.json"
expect 0 "thin, old: old (2 files)" chart --old "$data/ours.json" "$data/ours.json" --new "$data/ours.json"
expect 0 "</html>" html "$data/ours.json"
expect 0 "chart-2-title" html "$data/ours.json" --relative-to pool
echo '{"context": {}, "benchmarks": [{"name": "BM_x", "real_time": 5, "time_unit": "us", "zero": 0}]}' >"$folder/bare.json"
expect 0 ">BM_x</text>" chart "$folder/bare.json"
expect 0 "only aggregates in the file: a point is the median" html "$data/only_aggregates.json"
expect 0 ": median 200 µs" chart "$data/only_aggregates.json"
expect 0 "only aggregates in the file: a point is the median" chart "$data/aggregates_old.json" "$data/aggregates_new.json"
expect 0 "5.00 µs" html "$folder/bare.json"
expect 0 ">0</text>" chart "$folder/bare.json" --metric zero
expect 0 "5.00 µs" quantiles --all "$folder/bare.json"
expect 2 "did the filter match none?" html "$data/no_rows.json"
expect 2 "there are: BM_x" html "$folder/bare.json" --relative-to nobody
expect 0 "cut off" html --salvage "$data/cut_off_with_sizes.json"
expect 0 "Usage" --help
expect 2 "subcommand"
expect 2 "nonsense: no such subcommand; there are quantiles" nonsense
expect 2 "bench-report quantiles --help" quantiles "$data/ours.json" --salvag
expect 2 "not in range" quantiles "$data/ours.json" --drop-slowest -1
expect 2 "--min-effect: a number is missing" compare "$data/old.json" "$data/old.json" --min-effect ""
expect 2 "--alpha: a number is missing" compare "$data/old.json" "$data/old.json" --alpha ""
expect 2 "above 0" calibrate "$data/ours.json" -o "$folder/floor.json" --process-cost -1
expect 2 "files" quantiles
expect 2 "--nonsense" quantiles "$data/ours.json" --nonsense
expect 2 "yaml" quantiles "$data/ours.json" --format yaml
expect 2 "not_json.txt:4:14" quantiles "$data/not_json.txt"
expect 2 "empty" quantiles /dev/null
expect 2 "no_such_file" chart "$data/no_such_file.json"
expect 2 "no such family" quantiles "$data/ours.json" --relative-to nobody
expect 2 "no benchmark has it" quantiles "$data/ours.json" --metric launches
for command in chart html; do
  expect 2 "there are: N" $command "$data/ours.json" --x M
  expect 2 "there are: real_time, cpu_time, bytes_per_second" $command "$data/ours.json" --metric launches
  expect 2 "there are: broken, limit/copy, loops, pool" $command "$data/ours.json" --relative-to nobody
  expect 2 "no files" $command
  expect 2 "cut_off" $command "$data/cut_off.json"
  expect 2 "--new" $command --old "$data/ours.json"
  expect 2 "files" $command "$data/ours.json" --new "$data/ours.json"
done
expect 2 "/dev/full" html "$data/ours.json" -o /dev/full
expect 2 "/dev/full" chart "$data/ours.json" -o /dev/full
expect 2 "can't be written" chart "$data/ours.json" -o "$folder/no/such/folder.svg"

# JSON for programs says by which rules it is written.
for command in "quantiles $data/ours.json --format json" "compare $data/old.json $data/old.json --format json" \
  "calibrate $data/old.json $data/old.json -o -"; do
  [ "$("$program" $command | sed -n 2p)" = '  "schema_version": 1,' ] || failed "$command does not begin with its version"
done

# Functions side by side: what is no function's, and sizes that are not there.
expect 0 "softsign       x / (1 + |x|)" functions "$data/function_softsign.json" "$data/function_polynomial.json"
expect 2 "contest.json: its context names no function" functions "$data/function_softsign.json" "$data/contest.json"
expect 2 "--at 464: not all files have the limits there; they do at 100, 300, 1000" functions "$data/function_softsign.json" --at 464
# What they differ in by purpose is no mixture.
for name in softsign polynomial; do
  sed "s/\"context\": {/&\"input\": \"of $name\",/" "$data/function_$name.json" >"$folder/$name.json"
done
expect 0 "<svg" functions "$folder/softsign.json" "$folder/polynomial.json" --chart
! grep -q "differ in" "$folder/out" || failed "functions: files of several functions are taken for a mixture"
expect 2 "number is missing" functions "$data/function_softsign.json" --at ""

# history: commits that the files tell, a step after the tenth; exit statuses; what can't be read never spoils the rest.
mkdir "$folder/history"
for i in $(seq 10 30); do
  time=$((i < 20 ? 1000 + i % 3 : 1200 + i % 4))
  printf '{"context": {"GIT_COMMIT_HASH": "abc%s0000", "date": "2026-01-%s"}, "benchmarks": [{"name": "BM_x", "real_time": %s}]}' \
    "$i" "$i" "$time" >"$folder/history/$i.json"
done
ln -s 30.json "$folder/history/latest.json"
expect 0 "21 commits in 21 files, 2026-01-10 to 2026-01-30; 1 row" history "$folder/history"
expect 0 "abc200000      abc190000" history "$folder/history"
expect 0 '"commit": "abc200000"' history "$folder/history" --format json
expect 0 "BM_x,21," history "$folder/history" --format csv
expect 0 '| REGRESSED | BM\_x |' history "$folder/history" --format markdown
expect 1 "FAILED: 1 regression since abc190000" history "$folder/history" --fail-on-regression-since abc19
expect 0 "PASSED: no regression since abc200000" history "$folder/history" --fail-on-regression-since abc20
expect 2 "no commit of the history" history "$folder/history" --fail-on-regression-since beef
"$program" history "$folder/history" --fail-on-regression-since abc19 -o "$folder/failed.html"
[ $? -eq 1 ] || failed "history -o: the gate sets no status"
grep -q "FAILED: 1 regression since abc190000" "$folder/failed.html" || failed "history -o: the page does not tell the gate"
expect 0 "PASSED" history "$folder/history" --fail-on-regression-since abc19 --more-is-better real_time
expect 2 "no commit of the history" history "$folder/history" --since abc26 --fail-on-regression-since abc19
expect 2 "is unknown: say so by" history "$folder/history" --metric nothing --fail-on-regression-since abc20
expect 0 "11 commits" history "$folder/history" --since 2026-01-20
expect 0 "5 commits" history "$folder/history" --since abc26
expect 2 "no regular expression" history "$folder/history" --exclude '('
expect 2 "nothing to show" history "$folder/history" --exclude BM_x
expect 2 "nothing to show" history "$folder/history" --metric launches
expect 2 "number is missing" history "$folder/history" --min-effect ""
"$program" history "$folder/history" -o "$folder/history.html"
grep -q '</html>' "$folder/history.html" || failed "history -o history.html: no page"
"$program" history "$folder/history" -o "$folder/history.svg"
grep -q '</svg>' "$folder/history.svg" || failed "history -o history.svg: no picture"
expect 2 "leave one out" history "$folder/history" -o "$folder/history.html" --format json
expect 2 "is one of the files read" history "$folder/history" -o "$folder/history/10.json"
echo nonsense >"$folder/history/nonsense.json"
expect 0 "left out: $folder/history/nonsense.json" history "$folder/history"
expect 2 "nonsense.json" history "$folder/history" --strict
expect 2 "nonsense.json" history "$folder/history/nonsense.json"
expect 2 "no_such_file" history "$folder/no_such_file.json"
mkdir "$folder/bare"
expect 2 "no file in this folder ends in .json" history "$folder/bare"
expect 2 "--git $folder/bare: fatal" history "$folder/history" --git "$folder/bare"
expect 2 "--git ; touch $folder/evil" history "$folder/history" --git "; touch $folder/evil"
[ -e "$folder/evil" ] && failed "history --git runs a shell"
if command -v git >/dev/null; then
  # The repository has its two commits in the order of their making, though their files have the same date.
  git init -q "$folder/repository"
  mkdir "$folder/ordered"
  for name in second first; do
    git -C "$folder/repository" -c user.name=a -c user.email=a@b commit -q --allow-empty -m $name
    printf '{"context": {"commit": "%s"}, "benchmarks": [{"name": "BM_x", "real_time": 5}]}' \
      "$(git -C "$folder/repository" rev-parse HEAD)" >"$folder/ordered/$name.json"
  done
  "$program" history "$folder/ordered" --git "$folder/repository" --format json | grep -F '/ordered/' | head -n 1 | grep -qF second ||
    failed "history --git: not the order of the repository"
  "$program" history "$folder/ordered" --format json | grep -F '/ordered/' | head -n 1 | grep -qF first ||
    failed "history without --git and dates: not the order of the files"
  # A commit whose clock was behind comes after its parent nevertheless, also one that is in another branch.
  git init -q -b main "$folder/branches"
  in_branches() { git -C "$folder/branches" -c user.name=a -c user.email=a@b "$@"; }
  mkdir "$folder/of_branches"
  for commit in "main parent 2026-01-05" "behind child 2026-01-01" "main newest 2026-01-10"; do
    read -r branch name day <<<"$commit"
    in_branches checkout -q -B "$branch" $([ "$name" = parent ] || in_branches rev-parse ":/parent")
    GIT_COMMITTER_DATE="${day}T12:00:00Z" in_branches commit -q --allow-empty -m "$name"
    printf '{"context": {"commit": "%s"}, "benchmarks": [{"name": "BM_x", "real_time": 5}]}' \
      "$(in_branches rev-parse HEAD)" >"$folder/of_branches/$name.json"
  done
  "$program" history "$folder/of_branches" --git "$folder/branches" --format json >"$folder/out"
  grep -oE "(parent|child)\.json" "$folder/out" | head -n 2 | tr "\n" " " | grep -q "parent.json child.json" ||
    failed "history --git: a commit comes before its parent"
  grep -qF "2026-01-01T12:00:00Z" "$folder/out" || failed "history --git: not the dates of the repository"
  grep -q "not in the repository" "$folder/out" && failed "history --git: knows no other branches"
fi

# compare: each exit status, in each format.
for format in text markdown json junit; do
  expect 0 "" compare "$data/old.json" "$data/old.json" --format $format
  expect 1 "REGRESSED" compare "$data/old.json" "$data/slower_by_20_percent.json" --format $format
  expect 0 "INCONCLUSIVE" compare "$data/old.json" "$data/noisy.json" --format $format
  expect 3 "INCONCLUSIVE" compare "$data/old.json" "$data/noisy.json" --format $format --strict
done
expect 0 "IMPROVED" compare "$data/old.json" "$data/faster.json" --strict
expect 0 "IMPROVED" compare --old "$data/slower_by_20_percent.json" --new "$data/old.json" --strict
expect 1 "NEW-ERROR" compare "$data/old.json" "$data/new_error.json" --allow-missing
expect 1 "ONLY-OLD" compare "$data/old.json" "$data/vanished.json"
expect 0 "ONLY-OLD" compare "$data/old.json" "$data/vanished.json" --allow-missing
expect 1 "no threads here" compare "$data/old.json" "$data/newly_skipped.json"
expect 0 "FIXED" compare "$data/new_error.json" "$data/old.json"
expect 0 "±25 %" compare "$data/old.json" "$data/slower_by_20_percent.json" --min-effect 0.25
expect 0 "alpha 0.05 for 1 row" compare "$data/old.json" "$data/slower_by_20_percent.json" --filter loops
expect 1 "cpu_time" compare "$data/old.json" "$data/slower_by_20_percent.json" --metric cpu_time
expect 2 "--force" compare "$data/old.json" "$data/other_machine.json"
expect 0 "EQUIVALENT" compare "$data/old.json" "$data/other_machine.json" --ignore-context num_cpus --ignore-context host_name
expect 2 "--metric real_tim: no benchmark has it; there are: real_time" compare "$data/old.json" "$data/old.json" --metric real_tim

# Nothing judged is no pass; a plain limit, and aggregates by their means or medians.
one=(compare "$data/one_repetition_old.json" "$data/one_repetition_new.json")
expect 0 "NOTHING JUDGED: 2 of 2 rows have too few samples" "${one[@]}"
expect 3 "NOTHING JUDGED" "${one[@]}" --strict
expect 1 "FAILED: 1 row over the limit of 1.5 (unproved)" "${one[@]}" --max-ratio 1.5
expect 1 '"verdict": "OVER-LIMIT"' "${one[@]}" --max-ratio 1.5 --format json
expect 0 "none is over the limit of 11" "${one[@]}" --max-ratio 11
expect 2 "--max-ratio 0.9: must be 1 or more" "${one[@]}" --max-ratio 0.9
expect 2 "--max-ratio: a number is missing" "${one[@]}" --max-ratio ""
for metric in real_time cpu_time; do
  expect 1 "2.000  [1.943, 2.059]" compare "$data/aggregates_old.json" "$data/aggregates_new.json" --metric $metric
done
expect 2 "--metric cpu_tim: no benchmark has it; there are: real_time, cpu_time" \
  compare "$data/aggregates_old.json" "$data/aggregates_new.json" --metric cpu_tim

# Rows that are chosen and called otherwise, in every subcommand.
for command in quantiles chart html; do
  expect 0 "2 of 7 rows are looked at (--filter loops)" $command "$data/ours.json" --filter loops
  expect 0 "5 of 7 rows are looked at (--exclude loops)" $command "$data/ours.json" --exclude loops
  expect 0 "1 of 7 rows is looked at (--filter" $command "$data/ours.json" --filter nobody --filter loops --exclude N:20
  expect 0 "2 of 7 rows were renamed" $command "$data/ours.json" --rename s/loops/rings/
  expect 2 "--filter nobody finds no benchmark: none of 7 rows is left" $command "$data/ours.json" --filter nobody
  expect 2 "--exclude [: no regular expression" $command "$data/ours.json" --exclude '['
  expect 2 "no such flag: x" $command "$data/ours.json" --rename s/a/b/x
done
for command in compare chart html; do
  several=($command --old "$data/old.json" "$data/faster.json" --new "$data/old.json")
  expect 0 "old.json and 1 more: 1 of 3 rows was renamed" "${several[@]}" --rename s/pool/tank/
  expect 0 "1 of 3 rows is looked at" "${several[@]}" --filter pool
done
expect 0 "3 EQUIVALENT" compare "$data/old.json" "$data/old.json" --rename-old s/pool/tank/ --rename-new 's|POOL|tank|i'
expect 1 "1 ONLY-OLD, 1 ONLY-NEW" compare "$data/old.json" "$data/old.json" --rename-old s/pool/tank/
expect 0 "2 names stand more than once in a file when renamed" quantiles "$data/ours.json" --rename 's/^pool/loops/'
expect 2 "wanted: s/REGEX/REPLACEMENT/" compare "$data/old.json" "$data/old.json" --rename-new s/a
expect 0 "[loops → pool]/N:10/real_time" compare "$data/ours.json" --families loops pool
expect 0 "[^loops → ^pool]/N:100/real_time" compare "$data/old.json" "$data/old.json" --families ^loops ^pool
expect 2 "--families: nobody finds no benchmark in" compare "$data/old.json" --families nobody pool
expect 2 "--families" compare "$data/old.json" --families loops
expect 2 "two files" compare "$data/old.json" "$data/old.json" "$data/old.json" --families loops pool

# Colours, only for terminals. Labels and complexities.
red=$'\e[31mREGRESSED'
slower=(compare "$data/old.json" "$data/slower_by_20_percent.json")
expect 1 "$red" "${slower[@]}" --color always
expect 1 "" "${slower[@]}" --color always --format markdown
grep -q $'\e' "$folder/out" && failed "Markdown is coloured"
expect 1 "" "${slower[@]}"
grep -q $'\e' "$folder/out" && failed "redirected output is coloured"
expect 2 "--color" "${slower[@]}" --color sometimes
if command -v script >/dev/null; then
  on_terminal() { TERM=xterm "$@" script -qec "'$program' compare '$data/old.json' '$data/slower_by_20_percent.json' $flags" /dev/null </dev/null; }
  flags=
  on_terminal env -u NO_COLOR | grep -qF "$red" || failed "no colour on a terminal"
  on_terminal env NO_COLOR=1 | grep -qF $'\e[31m' && failed "NO_COLOR does not count"
  flags='--color never'
  on_terminal env -u NO_COLOR | grep -qF $'\e[31m' && failed "--color never has colours on a terminal"
  flags='--color auto'
  on_terminal env -u NO_COLOR | grep -qF "$red" || failed "--color auto has no colour on a terminal"
fi
expect 0 "loops/N:10/real_time  L1" quantiles "$data/ours.json"
expect 0 "O(N^2)" quantiles "$data/complexity.json"
expect 0 '"order": "N^2"' quantiles "$data/complexity.json" --format json
expect 0 "label L1" compare "$data/ours.json" "$data/ours.json"
expect 0 '"new_label": "L1"' compare "$data/ours.json" "$data/ours.json" --format json
sed 's/"N^2"/"N"/' "$data/complexity.json" >"$folder/linear.json"
expect 0 "a grew as O(N) and grows as O(N^2) now" compare "$folder/linear.json" "$data/complexity.json"

# What is read of files of other people: directions, units, versions, twins, runs put together, containers, other tools.
expect 0 "IMPROVED" compare "$data/throughput_50.json" "$data/throughput_100.json" --metric GFLOPS
expect 0 "FOM: GB/s, more is better" compare "$data/throughput_50.json" "$data/throughput_100.json" --metric "FOM: GB/s"
expect 1 "GFLOPS, less is better" compare "$data/throughput_50.json" "$data/throughput_100.json" --metric GFLOPS --less-is-better FLOPS
expect 0 "1.50 µs" quantiles --all "$data/nanoseconds_counter.json" --metric p99_nanoseconds
expect 0 '"unit": "ns"' quantiles "$data/nanoseconds_counter.json" --metric p99_nanoseconds --format json
expect 0 "3.50 ms" quantiles --all "$data/nanoseconds_counter.json" --metric wait_milliseconds
expect 0 "BM_sleep,8,1,1,1,1" quantiles "$data/threads_version_empty.json" --format csv
expect 0 "8.00 s" quantiles --all "$data/threads_version_empty.json" --library-version 1.8.5
expect 2 "--library-version x: no version" quantiles "$data/threads_version_empty.json" --library-version x
expect 0 "differ in executable (alloc-bench-alpha, alloc-bench-beta)" quantiles "$data/program_alpha.json" "$data/program_beta.json"
expect 0 "iterations:10 and iterations:5000" compare "$data/iterations_10.json" "$data/iterations_5000.json"
expect 0 "iterations:10 and iterations:5000" quantiles "$data/iterations_10.json" "$data/iterations_5000.json"
expect 0 "BM_atomic<int> (2nd)" quantiles --all "$data/registered_twice.json"
expect 0 "BM_atomic<float>" compare "$data/registered_twice.json" "$data/registered_twice.json"
expect 0 "20.2 ns" quantiles --all "$data/merged_runs.json"
expect 1 "1.400" compare "$data/commit_in_capitals_old.json" "$data/commit_in_capitals_new.json"
expect 1 "host_name (" compare "$data/container_old.json" "$data/container_new.json"
expect 2 "the JSON of pytest-benchmark" quantiles "$data/pytest_benchmark.json"
expect 0 "from N = 10 to 20: pool" quantiles - <"$data/ours.json"
expect 0 "EQUIVALENT" compare "$data/old.json" "$data/other_machine.json" --force
expect 2 "no_such_file" compare "$data/old.json" "$data/no_such_file.json"
expect 2 "two files" compare "$data/old.json"
expect 2 "two files" compare "$data/old.json" --new "$data/old.json"
expect 2 "--alpha 2" compare "$data/old.json" "$data/old.json" --alpha 2
expect 2 "no noise floors" compare "$data/old.json" "$data/old.json" --floor "$data/old.json"
expect 2 "no noise floors (can't be read)" compare "$data/old.json" "$data/old.json" --floor "$folder/no_such.json"
expect 0 ".TH" --man-page
expect 2 "" --man-page old.json

# make FILE COMMIT ROW…: a file of rows "NAME TIME TIME…", in µs.
make() {
  local file=$1 commit=$2 row time fields rows=()
  shift 2
  for row; do
    read -r -a fields <<<"$row"
    for time in "${fields[@]:1}"; do
      rows+=("{\"name\": \"${fields[0]}\", \"run_type\": \"iteration\", \"real_time\": $time, \"cpu_time\": 1, \"time_unit\": \"us\"}")
    done
  done
  printf '{"context": {"host_name": "test", "commit": "%s"}, "benchmarks": [\n%s]}\n' "$commit" \
    "$(IFS=, && echo "${rows[*]}")" >"$file"
}

# Calibrating, and comparing above the noise. The best repetitions of the two files lie 1.5 times apart, their
# medians 3 times.
make "$folder/c1.json" 1 "a 100 100 200 200 200"
make "$folder/c2.json" 1 "a 150 150 600 600 600"
calibrate=(calibrate "$folder/c1.json" "$folder/c2.json" -o)
expect 0 "2 runs of one commit" "${calibrate[@]}" "$folder/floor.json"
expect 0 "  50 %  " "${calibrate[@]}" "$folder/floor.json"
expect 0 "  200 %  " "${calibrate[@]}" "$folder/medians.json" --per-process median
expect 0 '"per_process": "min"' "${calibrate[@]}" -
expect 0 '"per_process": "median"' "${calibrate[@]}" - --per-process median
expect 0 '"metric": "cpu_time"' "${calibrate[@]}" - --metric cpu_time
expect 0 "  2 a process" "${calibrate[@]}" "$folder/cost.json" --process-cost 3
expect 0 "  19 a process" "${calibrate[@]}" "$folder/cost.json" --process-cost 300
expect 2 "c1.json: --filter b finds no benchmark" "${calibrate[@]}" - --filter b
expect 2 "no benchmark has samples of hits" "${calibrate[@]}" - --metric hits
make "$folder/other_commit.json" 2 "a 100"
expect 2 "commit is" calibrate "$folder/c1.json" "$folder/other_commit.json" -o -
expect 0 "commit is" calibrate "$folder/c1.json" "$folder/other_commit.json" -o "$folder/forced.json" --force
make "$folder/before.json" 1 "a 100 101 102 103 104 105"
make "$folder/after.json" 2 "a 140 141 142 143 144 145"
two=(compare "$folder/before.json" "$folder/after.json")
expect 1 "±10 %" "${two[@]}"
expect 0 "±50 %" "${two[@]}" --floor "$folder/floor.json"
expect 0 "minimum effect 10 % or the row's noise floor" "${two[@]}" --floor "$folder/floor.json"
expect 0 "±60 %" "${two[@]}" --floor "$folder/floor.json" --min-effect 0.6
expect 0 "±200 %" "${two[@]}" --floor "$folder/medians.json"
expect 2 "calibrate again with --per-process" "${two[@]}" --floor "$folder/medians.json" --per-process min
expect 2 "calibrate again with --per-process" "${two[@]}" --floor "$folder/floor.json" --per-process median
expect 2 "calibrate again with --metric" "${two[@]}" --floor "$folder/floor.json" --metric cpu_time
expect 2 "one of the files read" "${two[@]}" --floor "$folder/floor.json" -o "$folder/floor.json"

# Of each process the best repetition, or the median: here the medians double.
sides=(compare --old) new_side=(--new)
for i in 1 2 3 4 5; do
  make "$folder/p$i.json" 1 "a 10$i 20$i 20$i"
  make "$folder/q$i.json" 2 "a 10$i 40$i 40$i"
  sides+=("$folder/p$i.json") new_side+=("$folder/q$i.json")
done
sides+=("${new_side[@]}")
expect 0 "a process: the best of its repetitions" "${sides[@]}"
expect 0 "a process: the best of its repetitions" "${sides[@]}" --per-process min
expect 1 "a process: the median of its repetitions" "${sides[@]}" --per-process median
expect 0 "a process: the median of its repetitions" "${sides[@]}" --floor "$folder/medians.json"

# Whole rows of files that are cut off: two of c1's five repetitions. Without them nothing can be told.
head -c "$(($(head -n 2 "$folder/c1.json" | wc -c) - 200))" "$folder/c1.json" >"$folder/cut.json"
for files in "cut c2" "c2 cut"; do
  read -r one other <<<"$files"
  compare=(compare "$folder/$one.json" "$folder/$other.json")
  calibrate=(calibrate "$folder/$one.json" "$folder/$other.json" -o "$folder/salvaged.json")
  expect 2 "--salvage keeps the whole rows" "${compare[@]}"
  expect 2 "--salvage keeps the whole rows" "${calibrate[@]}"
  expect 0 "cut off at line 2" "${compare[@]}" --salvage
  expect 0 "cut off at line 2" "${calibrate[@]}" --salvage
done

# What is not usual in names, and figures that JSON lacks.
make "$folder/long.json" 1 "$(printf 'x%.0s' {1..60000}) 1 2"
expect 0 "" compare "$folder/long.json" "$folder/long.json" --filter '^(x|y)*'
expect 2 "finds no benchmark" compare "$folder/long.json" "$folder/long.json" --filter 'y$'
expect 2 "no such.json" quantiles "$folder/"$'no\nsuch.json'
expect 2 "no such.json" compare "$data/old.json" "$folder/"$'no\nsuch.json'
cp "$data/not_json.txt" "$folder/"$'line\nbreak.json'
expect 2 "line break.json:4:14" quantiles "$folder/"$'line\nbreak.json'
expect 2 "no such line" compare "$data/old.json" "$data/old.json" --filter $'no such\nline'
expect 2 "a b" $'a\nb'
make "$folder/tiny.json" 1 "a 1e-300 2e-300 3e-300 4e-300"
make "$folder/huge.json" 1 "a 1e300 2e300 3e300 4e300"
expect 1 '"ratio": null' compare "$folder/tiny.json" "$folder/huge.json" --format json

expect 2 "cut_off.json:6:" quantiles "$data/cut_off.json"
expect 0 "150 µs" quantiles --all "$data/cut_off_with_sizes.json" --salvage
expect 2 "match no benchmarks?" compare "$data/old.json" "$data/empty.json"
expect 0 "only aggregates" compare "$data/only_aggregates.json" "$data/only_aggregates.json"
expect 3 "200 µs" compare "$data/only_aggregates.json" "$data/only_aggregates.json" --strict

echo old >"$folder/kept.svg"
expect 2 "not_json" chart "$data/not_json.txt" -o "$folder/kept.svg"
[ "$(cat "$folder/kept.svg")" = old ] || failed "the old chart was overwritten"
"$program" quantiles "$data/ours.json" >/dev/full 2>/dev/null
[ $? -eq 2 ] || failed "a full disk went unnoticed"
"$program" html "$data/ours.json" -o "$folder/page.html" && [ -s "$folder/page.html" ] ||
  failed "no page was written"
"$program" chart "$data/ours.json" -o "$folder/chart.svg" && [ -s "$folder/chart.svg" ] ||
  failed "no chart was written"

# Standard output by its name is no file to be replaced.
{ echo before && "$program" quantiles "$data/ours.json" -o /dev/stdout; } >"$folder/both"
grep -q before "$folder/both" && grep -q "from N = 10 to 20: pool" "$folder/both" ||
  failed "-o /dev/stdout replaced what it went to"

# A page tells what failed and what was left out also where nothing was measured.
echo '{"benchmarks": [{"name": "f/N:1", "error_occurred": true, "error_message": "boom"}]}' >"$folder/failed.json"
expect 0 "2 rows: failed" html "$folder/failed.json" "$folder/failed.json"
expect 0 "boom" html "$folder/failed.json"
expect 0 "No chart: nothing to draw" html "$folder/failed.json"
expect 2 "1 row: failed" chart "$folder/failed.json"

# Whatever a file is called, what is said of it is text of one line.
odd=$folder/$'a\n| x | y |\n\xff\e[31m.json'
cp "$data/old.json" "$odd"
for format in text markdown json junit; do
  "$program" compare "$odd" "$data/old.json" --format $format >"$folder/out" || failed "compare of an odd name"
  if ! iconv -f UTF-8 -t UTF-8 "$folder/out" >/dev/null || grep -q "^| x |" "$folder/out" || grep -q $'\e' "$folder/out"; then
    failed "an odd file name stands raw in --format $format"
  fi
done

# Rows that only settings tell apart, in one file of several: in all of them alike, and in noise floors.
# rows FILE TIME NAME…: each four times.
rows() {
  local file=$folder/$1 time=$2 row separator=
  shift 2
  { printf '{"benchmarks": ['
    for row in "$@" "$@" "$@" "$@"; do
      printf '%s{"name": "%s", "real_time": %d}' "$separator" "$row" "$time" && separator=,
    done
    echo ']}'; } >"$file"
}
rows one.json 1 a/iterations:5
rows slow.json 2 a/iterations:5
rows both.json 1 a/iterations:5 a/iterations:6
expect 0 "1 ONLY-NEW, 1 EQUIVALENT" compare "$folder/one.json" "$folder/both.json"
expect 0 "2 EQUIVALENT" compare "$folder/both.json" "$folder/both.json" --alpha 0.2
expect 0 "iterations = 6" quantiles --all "$folder/one.json" "$folder/both.json"
expect 0 "iterations = 5" quantiles --all "$folder/both.json"
expect 0 "a, iterations = 6" chart "$folder/both.json"
expect 0 "a, iterations = 6" chart --new "$folder/one.json" "$folder/both.json"
expect 0 "a, iterations = 5" html "$folder/one.json" "$folder/both.json"
expect 0 "a/iterations:6" calibrate "$folder/both.json" "$folder/both.json" -o -
expect 0 "2 runs" calibrate "$folder/one.json" "$folder/slow.json" -o "$folder/floor_of_one.json"
expect 0 "1 of 2 rows has no noise floor in the file of --floor: a/iterations:6" \
  compare "$folder/both.json" "$folder/both.json" --floor "$folder/floor_of_one.json"
grep -q "a/iterations:5 .* ±100 % " "$folder/out" || failed "the floor is not applied: $(cat "$folder/out")"

# What was measured is not overwritten by what is made of it, whatever its name.
cp "$data/old.json" "$folder/kept.json" && ln -s kept.json "$folder/link.json"
for input in "$folder/kept.json" "$folder/link.json"; do
  for command in quantiles chart html calibrate; do
    expect 2 "one of the files read" $command "$input" "$input" -o "$folder/kept.json"
  done
  expect 2 "one of the files read" compare "$data/old.json" "$input" -o "$folder/kept.json"
  expect 2 "one of the files read" chart --new "$input" -o "$folder/kept.json"
done
cmp -s "$data/old.json" "$folder/kept.json" || failed "an input was overwritten"
expect 0 "named twice" quantiles "$data/ours.json" "$data/ours.json"

[ "$(find "$folder" -name '*.svg.*' | wc -l)" -eq 0 ] || failed "a temporary file is left"

finish
