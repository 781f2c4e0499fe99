#!/usr/bin/env bash
# tools/get-xla-plugin in a project of its own, with a package client that delivers what the test wants.
# usage: get_xla_plugin_test.sh TOOLS
. "$(dirname "$(readlink -f "$0")")/test_support.sh"
tools=$1
export LOG=$folder/log PATH=$folder/bin:$PATH
mkdir -p "$folder/project/tools" "$folder/bin" "$folder/wheel/deep"
cp "$tools/get-xla-plugin" "$tools/setup.sh" "$folder/project/tools/"

echo plugin >"$folder/wheel/deep/pjrt_c_api_cpu_plugin.so"
(cd "$folder/wheel" && cmake -E tar cf "$folder/good" --format=zip deep)
echo "no archive" >"$folder/bad"
mkdir "$folder/wheel/empty" && (cd "$folder/wheel" && cmake -E tar cf "$folder/none" --format=zip empty)
cat >"$folder/bin/pip3" <<'PIP'
#!/usr/bin/env bash
echo "$*" >>"$LOG"
while [ "$1" != --dest ]; do shift; done
[ -n "${DELIVERS:-}" ] && cp "${LOG%log}$DELIVERS" "$2/package.whl"
PIP
chmod +x "$folder/bin/pip3"

# expect STATUS WORDS ARGUMENT…: with $delivers; "" is a download that fails.
expect() {
  local wanted=$1 words=$2 status=0
  shift 2
  : >"$LOG"
  DELIVERS=$delivers "$folder/project/tools/get-xla-plugin" "$@" >"$folder/out" 2>"$folder/err" || status=$?
  [ $status -eq "$wanted" ] || failed "$* (delivers ${delivers:-nothing}): exit status $status, wanted $wanted: $(cat "$folder/err")"
  cat "$folder/out" "$folder/err" | grep -qF -- "$words" || failed "$*: no '$words' in: $(cat "$folder/out" "$folder/err")"
}
downloads() { [ "$(wc -l <"$LOG")" -eq "$1" ] || failed "downloads: $(cat "$LOG"), wanted $1"; }
xla=$folder/project/build/xla

delivers=
expect 2 "a==1 could not be downloaded" a==1
delivers=bad
expect 2 "could not be unpacked" a==1
delivers=none
expect 2 "a==1 holds no PJRT plugin" a==1
delivers=good
expect 0 "$xla/a==1/deep/pjrt_c_api_cpu_plugin.so" a==1
downloads 1
expect 0 "$xla/a==1/deep/pjrt_c_api_cpu_plugin.so" a==1
downloads 0
[ "$(ls "$xla")" = "a==1" ] || failed "left behind: $(ls "$xla")"
# Half of one, as Ctrl-C leaves it, is not taken for a whole one.
mkdir -p "$xla/b==1.part/deep" && : >"$xla/b==1.part/deep/pjrt_c_api_cpu_plugin.so"
expect 0 "$xla/b==1/deep/pjrt_c_api_cpu_plugin.so" b==1
downloads 1
grep -q plugin "$xla/b==1/deep/pjrt_c_api_cpu_plugin.so" || failed "half a plugin"
expect 0 ".so"
grep -q "==" "$LOG" || failed "the default is no version: $(cat "$LOG")"
# What is no package is no path either.
for package in .. ../.. a/b -r --dest; do
  expect 2 "no package; usage" "$package"
  downloads 0
done
[ -d "$xla/a==1" ] || failed "something was removed"
for flag in -h --help; do
  expect 0 "usage: tools/get-xla-plugin" $flag
  downloads 0
done

finish
