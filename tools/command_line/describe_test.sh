#!/usr/bin/env bash
# A program's manual page and its completion tell what its --help tells, no more and no less; the shells' scripts offer it.
# usage: describe_test.sh PROGRAM VERSION COMPLETION.BASH COMPLETION.FISH
. "$(dirname "$(readlink -f "$0")")/../test_support.sh"
program=$1 version=$2 bash_script=$3 fish_script=$4
name=$(basename "$program")
export PATH=$(dirname "$program"):$PATH

# What --help opens lines with: CLI11's flags, and Google Benchmark's in brackets.
flags_of_help() {
  "$program" "$@" --help | grep -oE '^ {1,12}(-[a-z], *)?--[a-z][a-z_-]*|^ *(benchmark )?\[--[a-z_]+' | grep -oE -- '--?[a-z][a-z_-]*' | sort -u
}
candidates() { "$program" --complete "$@" | sed $'s/\t.*//; s/=$//'; }
same() { [ "$2" = "$3" ] || failed "$1: $(diff <(echo "$2") <(echo "$3"))"; }

commands=$("$program" --help | sed -n '/^S[Uu][Bb][Cc][Oo][Mm][Mm][Aa][Nn][Dd][Ss]:/,/^$/s/^  \([a-z]\+\) .*/\1/p' | sort)
same "subcommands offered" "$commands" "$(candidates '' | sort)"
all=
for command in "" $commands; do
  flags=$(flags_of_help $command)
  [ "$(wc -l <<<"$flags")" -gt 3 ] || failed "$command --help has no flags: $flags"
  same "flags of '$command' that are offered" "$flags" "$(candidates $command - | sort)"
  all+=$flags$'\n'
done

"$program" --man-page >"$folder/page.1"
page=$(sed 's/\\-/-/g; s/\\f[BRI]//g' "$folder/page.1")
same "flags in the manual page" "$(sort -u <<<"$all" | sed '/^$/d')" \
  "$(grep -oE '^(-[a-z], *)?--[a-z][a-z_-]*|^ *(benchmark )?\[--[a-z_]+' <<<"$page" | grep -oE -- '--?[a-z][a-z_-]*' | sort -u)"
for command in $commands; do
  grep -qxF ".SS $command" <<<"$page" || failed "the page has no part on $command"
done
if command -v groff >/dev/null; then
  complaints=$(groff -k -man -Tutf8 -ww -z "$folder/page.1" 2>&1)
  [ -z "$complaints" ] || failed "groff: $complaints"
fi

"$program" --version >"$folder/version"
[ "$(head -n 1 "$folder/version")" = "$name $version" ] || failed "--version begins: $(head -n 1 "$folder/version")"
grep -qE '^commit ([0-9a-f]{40}( with uncommitted changes)?|unknown)$' "$folder/version" || failed "--version has no commit"
grep -qE '^libraries .*fmt [0-9]+\.[0-9]+' "$folder/version" || failed "--version has no libraries"

# in_bash WORD…: what bash would offer for the last word, one a line.
. "$bash_script"
compopt() { :; }
in_bash() {
  COMP_WORDS=("$name" "$@") COMP_CWORD=$#
  "_${name//-/_}"
  printf '%s\n' "${COMPREPLY[@]}"
}
same "flags that bash offers" "$(flags_of_help $(head -n 1 <<<"$commands"))" \
  "$(in_bash $(head -n 1 <<<"$commands") - | sed 's/=$//' | sort)"
if [ "$name" = bench-report ]; then
  cd "$folder"
  echo '{"benchmarks": [{"name": "a b/N:1", "real_time": 5, "hits: all": 3}, {"name": "c/N:2", "real_time": 1}]}' >"one file.json"
  touch "one other.txt"
  same "subcommands in bash" "$(printf 'calibrate\ncommits\ncompare')" "$(in_bash c | grep '^c[ao][lm]' | sort)"
  same "files in bash" $'one file.json\none other.txt' "$(in_bash quantiles on | sort)"
  same "files behind a flag" $'one file.json\none other.txt' "$(in_bash compare --old 'one file.json' on | sort)"
  same "files behind a short flag" "one other.txt" "$(in_bash quantiles x.json -o 'one o')"
  same "files behind --" $'one file.json\none other.txt' "$(in_bash chart -- on | sort)"
  same "no flag behind --" "" "$(in_bash chart -- --met)"
  same "a choice in bash" json "$(in_bash quantiles --format j)"
  same "a choice behind =" json "$(in_bash quantiles --format = j)"
  same "metrics of the file" $'real_time\ncpu_time\nhits:\\ all' "$(in_bash quantiles 'one file.json' --metric '')"
  same "metrics of a quoted name" cpu_time "$(in_bash quantiles 'one\ file.json' --metric c)"
  same "metrics of a name in quotes" cpu_time "$(in_bash quantiles '"one file.json"' --metric c)"
  same "metrics of a file at home" cpu_time "$(HOME=$folder && in_bash quantiles '~/one\ file.json' --metric c)"
  same "a metric with a colon" '\ all' "$(in_bash quantiles 'one file.json' --metric hits :)"
  same "families of the file" $'a\\ b\nc' "$(in_bash chart 'one file.json' --relative-to '')"
  head -c 80 "one file.json" >cut.json
  same "metrics of a file that is cut off" real_time "$(in_bash quantiles cut.json --metric r)"
  same "context of no file" "" "$(in_bash chart nothing.json --ignore-context '')"
  same "no number is offered" "" "$(in_bash compare --alpha '')"
  if command -v fish >/dev/null; then
    same "fish" "compare" "$(fish --no-config -c "source '$fish_script'; complete -C '$name comp'" | cut -f1)"
    same "metrics in fish" "cpu_time" "$(fish --no-config -c "source '$fish_script'; complete -C '$name quantiles one\ file.json --metric c'" | cut -f1)"
    same "files in fish" "one other.txt" "$(fish --no-config -c "source '$fish_script'; complete -C '$name quantiles one\ o'" | cut -f1)"
  fi
else
  same "a choice of Google Benchmark's" csv "$(in_bash --benchmark_format = cs)"
fi
finish
