#!/usr/bin/env bash
# Whole outputs of bench-report are those that are kept in ../testdata/expected, one for each line of ../testdata/outputs.txt.
# usage: outputs_test.sh PROGRAM INPUTS [--refresh]
#
# With --refresh what the program writes now is kept: read the difference before it is committed. Numbers count to 12 digits,
# since the last ones differ between processors.
. "$(dirname "$(readlink -f "$0")")/../../test_support.sh"
kept=$(dirname "$(readlink -f "$0")")/../testdata
program=$(readlink -f "$1")
refresh=${3-}
case $refresh in "" | --refresh) ;; *) echo "$refresh: --refresh or nothing is wanted" && exit 2 ;; esac
cd "$2" || exit 2

# Its inputs are in the current folder; colours are those of the arguments.
export COLUMNS=150 LC_ALL=C
unset NO_COLOR

mkdir -p "$folder/raw" "$folder/now"
names=()
while read -r name status arguments; do
  case $name in "" | "#"*) continue ;; esac
  eval "set -- $arguments"
  got=0
  "$program" "$@" >"$folder/raw/$name" 2>"$folder/err" || got=$?
  [ $got -eq "$status" ] && [ ! -s "$folder/err" ] || failed "$arguments: exit status $got, wanted $status: $(cat "$folder/err")"
  names+=("$name")
done <"$kept/outputs.txt"

# Numbers to 12 digits, all files in one go.
(cd "$folder/raw" && awk '
  FNR == 1 { if (out) close(out); out = "../now/" FILENAME }
  {
    rounded = ""
    while (match($0, /[0-9]+\.[0-9]+(e[-+]?[0-9]+)?/)) {
      number = substr($0, RSTART, RLENGTH)
      if (RLENGTH > 13) number = sprintf("%.12g", number)
      rounded = rounded substr($0, 1, RSTART - 1) number
      $0 = substr($0, RSTART + RLENGTH)
    }
    print rounded $0 >out
  }' "${names[@]}")

if [ -n "$refresh" ]; then
  rm -f "$kept/expected/"*
  cp "$folder/now/"* "$kept/expected/"
  echo "${#names[@]} outputs are kept: read the difference"
  finish
fi
diff -r -u "$kept/expected" "$folder/now" >"$folder/difference" || {
  failed "outputs differ from what is kept; when they are right, $0 PROGRAM INPUTS --refresh keeps them"
  head -n 60 "$folder/difference"
}
finish
