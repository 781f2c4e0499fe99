#!/usr/bin/env bash
# JUnit as bench-report writes it follows docs/schema/junit.xsd, by xmllint (libxml2-utils); without that the test is skipped.
# usage: junit_schema_test.sh PROGRAM INPUTS
. "$(dirname "$(readlink -f "$0")")/../../test_support.sh"
schema=$(dirname "$(readlink -f "$0")")/../../../docs/schema/junit.xsd
program=$1 inputs=$2
command -v xmllint >/dev/null || { echo "skipped: no xmllint; install libxml2-utils" && exit 77; }

# follows FILE: it is valid.
follows() { xmllint --noout --nonet --schema "$schema" "$1" 2>"$folder/err"; }
for new in old slower_by_20_percent noisy faster new_error vanished newly_skipped other_machine; do
  "$program" compare "$inputs/old.json" "$inputs/$new.json" --force --format junit >"$folder/$new.xml"
  follows "$folder/$new.xml" || failed "$new: $(cat "$folder/err")"
done
# The schema sees what is missing or has another name.
for change in 's/ tests="[0-9]*"//' 's/ classname="[^"]*"//' 's/<system-out>.*//' 's/failure /fault /' 's/ message="[^"]*"//' \
  's/name="[^"]*"/name=""/'; do
  sed "$change" "$folder/slower_by_20_percent.xml" >"$folder/changed.xml"
  ! follows "$folder/changed.xml" || failed "the schema takes what $change leaves"
done
finish
