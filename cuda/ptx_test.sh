#!/usr/bin/env bash
# Looks into what nvcc made of the kernels: how wide they load and store, and that everything is in registers.
# usage: ptx_test.sh PTXAS ARCHITECTURE UNIT.ptx…
set -euo pipefail
ptxas=$1 architecture=$2
shift 2

fail() { echo "FAILED: $unit: $*" && exit 1; }
# count REGULAR-EXPRESSION: lines of this unit that match.
count() { grep -cE "$1" "$file" || true; }

for file in "$@"; do
  unit=$(basename "$file" .ptx)
  kernels=$(count '^ *(\.visible )?\.entry')
  loads=$(count '\<ld\.[^p]') stores=$(count '\<st\.')  # of any kind but ld.param, which reads the kernel's arguments
  wide_loads=$(count '\<ld\.global\S*\.v4\.[fb]32') wide_stores=$(count '\<st\.global\S*\.v4\.[fb]32')
  # The most 16-byte loads in a row, with no jump, label or store in between: those that are in flight together.
  in_flight=$(awk '/ld\.global[^ \t]*\.v4\./ { if (++row > most) most = row } /[ \t]bra[. \t]|^\$|st\.global/ { row = 0 } END { print most + 0 }' "$file")
  echo "$unit: $kernels kernels, $loads loads ($wide_loads of 16 bytes, $in_flight in a row), $stores stores ($wide_stores of 16 bytes)"

  [ "$kernels" -gt 0 ] || fail "no kernel in it"
  if grep -q __cudart_i2opi_f "$file"; then
    echo "$unit: sin and cos reduce large numbers by a table and a stack: the counts say nothing here"
    continue
  fi
  [ "$(count '\.local\>')" -eq 0 ] || fail "it uses local memory"
  case $unit in
    eager) # of its parameters that are 64 bits wide, one is the result and one the count
      [ "$loads" -eq $(($(count '\.param \.u64') - 2 * kernels)) ] && [ "$stores" -eq "$kernels" ] ||
        fail "wanted a load of each array and a store in each kernel"
      ;;
    fused) [ "$loads" -eq 1 ] && [ "$stores" -eq 1 ] || fail "wanted one load and one store per element" ;;
    vectorized | fastest_copy)
      [ "$in_flight" -ge 4 ] || fail "wanted 4 loads of 16 bytes in a row"
      [ $((loads - wide_loads)) -eq 1 ] && [ $((stores - wide_stores)) -eq 1 ] || fail "wanted one narrow load and store, for the tail"
      ;;
    *) fail "nothing is known of this unit" ;;
  esac

  properties=$("$ptxas" --verbose --gpu-name "$architecture" --output-file /dev/null "$file" 2>&1)
  clean=$(grep -c '0 bytes stack frame, 0 bytes spill stores, 0 bytes spill loads' <<<"$properties" || true)
  [ "$clean" -eq "$kernels" ] || fail "registers are spilled, or there is a stack: $properties"
done
