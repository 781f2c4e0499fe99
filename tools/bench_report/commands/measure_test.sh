#!/usr/bin/env bash
# `bench-report compare OLD NEW` of programs: scripts that answer as Google Benchmark programs do, with made-up times.
# usage: measure_test.sh BENCH-REPORT
. "$(dirname "$(readlink -f "$0")")/../../test_support.sh"
report=$1
export LOG=$folder/log
cd "$folder" || exit 1

cat >program <<'PROGRAM'
#!/usr/bin/env bash
side=$(basename "$0")
filter=. list= out= is_pilot=
for argument in "$@"; do
  case $argument in
    --benchmark_filter=*) filter=${argument#*=} ;;
    --benchmark_list_tests*) list=yes ;;
    --benchmark_out=*) out=${argument#*=} ;;
    --benchmark_repetitions=1) is_pilot=yes ;;
  esac
done
. "${LOG%log}rows-$side" # sets rows: names and times
names=()
for name in "${!rows[@]}"; do
  [[ $name =~ $filter ]] && names+=("$name")
done
[ -z "$list" ] || { printf '%s\n' "${names[@]}" | sort; exit; }
[ -n "$is_pilot" ] || echo "$side $filter" >>"$LOG"
turn=$(wc -l <"$LOG") comma=
{
  printf '{"context": {"host_name": "fake", "executable": "./%s"}, "benchmarks": [' "$side"
  for name in "${names[@]}"; do
    for repetition in 1 2 3; do
      written=$name
      [[ $name != *late ]] || written+=r
      noise=$((turn * 37 % 10))
      [[ $name != *noisy* ]] || noise=$((turn * 7919 % 400))
      printf '%s{"name": "%s", "run_name": "%s", "run_type": "iteration", "time_unit": "us", "real_time": %d.%d}' \
        "$comma" "$written" "$written" "$((rows[$name] + noise / 10))" "$((noise % 10))"
      comma=,
    done
  done
  printf ']}\n'
} >"$out"
PROGRAM
chmod +x program
cp program old && cp program new
declare='declare -A rows=([BM_same]=100 ["BM<a+b>(x)|y/N:1"]=100 [BM_noisy/8]=100 [BM_slow/8]=%d)\n'
printf "$declare" 100 >rows-old
printf "$declare" 130 >rows-new

# expect STATUS WORDS ARGUMENT…
expect() {
  local status=$1 words=$2 got=0
  shift 2
  : >"$LOG"
  "$report" compare "$@" >out 2>err || got=$?
  [ $got -eq "$status" ] || failed "$*: exit status $got, wanted $status: $(cat err)"
  cat out err | grep -qF -- "$words" || failed "$*: no '$words' in the output: $(cat out err)"
}

expect 1 "1 REGRESSED, 1 INCONCLUSIVE, 2 EQUIVALENT" old new --output results --max-processes 12
[ "$(head -n 16 "$LOG" | sort | uniq -c | tr -s ' ' | tr '\n' ';')" = " 8 new .; 8 old .;" ] || failed "not 8 of all first: $(cat "$LOG")"
[ "$(tail -n +17 "$LOG" | sort | uniq -c | tr -s ' ' | tr '\n' ';')" = ' 4 new ^(BM_noisy/8)$; 4 old ^(BM_noisy/8)$;' ] ||
  failed "what is decided is measured on: $(tail -n +17 "$LOG")"
grep -q "BM_noisy.* processes a side would tell\|BM_noisy.*would hardly tell" out || failed "nothing says how long it would take: $(cat out)"
grep -q "looked at after 8, 12 processes a side" out || failed "the looks are not told: $(cat out)"
[ "$(ls results/*.json | wc -l)" -eq 25 ] || failed "not every process has a file: $(ls results)"
! grep executable out || failed "that two programs are two programs is no news"
[ -s results/report.xml ] || failed "no report in the folder"
# What is open goes on, also where its name is full of what means something in patterns.
printf 'declare -A rows=(["BM<a+b>(x)|noisy[1]{2}.*/N:1"]=100 [BM_same]=100)\n' | tee rows-old >rows-new
expect 0 "INCONCLUSIVE" old new --output results --max-processes 12
[ "$(tail -n 1 "$LOG")" = 'old ^(BM<a\+b>\(x\)\|noisy\[1]\{2}\.\*/N:1)$' ] || failed "another pattern: $(tail -n 1 "$LOG")"
[ "$(grep -c "8 *, *8\|12, 12" out)" -eq 2 ] || failed "not 8 of the one and 12 of the other: $(cat out)"
# Renamed rows are called by the programs' own names.
sed 's/BM<a+b>(x)|noisy\[1\]{2}.\*/BM_noisy_new/' rows-new >renamed && mv renamed rows-new
sed 's/BM<a+b>(x)|noisy\[1\]{2}.\*/BM_noisy_old/' rows-old >renamed && mv renamed rows-old
expect 0 "INCONCLUSIVE" old new --output results --max-processes 12 --rename-old s/_old// --rename-new s/_new//
! grep -q "side lists" err || failed "renamed rows are told as missing: $(cat err)"
[ "$(tail -n 8 "$LOG" | sort -u | tr '\n' ';')" = 'new ^(BM_noisy_new/N:1)$;old ^(BM_noisy_old/N:1)$;' ] || failed "renamed: $(tail -n 8 "$LOG")"
# Rows of one program only.
expect 1 "the old side lists 1 row that the new side does not: BM_noisy_old/N:1" old new --output results --max-processes 8
grep -q "ONLY-OLD.*BM_noisy_old" out && grep -q "ONLY-NEW.*BM_noisy_new" out || failed "not in the report: $(cat out)"
# A row that is written by another name than it was listed: while it is open, no pattern can choose it, and all go on.
printf "declare -A rows=([BM_noisy/8]=100 [BM_noisy/late]=100 [BM_same]=100)\n" | tee rows-old >rows-new
expect 0 "2 INCONCLUSIVE" old new --output results --max-processes 12
[ "$(sort "$LOG" | uniq -c | tr -s " " | tr "\n" ";")" = " 12 new .; 12 old .;" ] || failed "a row by another name: $(cat "$LOG")"
# Where there is no more time, that is said.
cp rows-old rows-new
expect 0 "the time budget of 0.01 s ended before all rows were decided" old new --output results --time-budget 0.01s
# Not two programs.
touch old.json
expect 2 "two programs, or files, not both" old old.json
expect 2 "not both" old new --old old.json --new old.json
expect 2 "flags" old.json old.json -- --benchmark_filter=x
expect 2 "lists no benchmarks" old new --output results -- --benchmark_filter=nothing
finish
