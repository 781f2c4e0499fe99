#!/usr/bin/env bash
# Looks into object files: was this compiled to scalar or to packed arithmetic?
# usage: instructions_test.sh scalar|packed OBJECT…
set -euo pipefail
wanted=$1
shift
command -v objdump >/dev/null || { echo "objdump is missing: install binutils" && exit 1; }

# AVX and SSE arithmetic on packed floats: vmulps, addps, vfmadd213ps…
packed='\<v?(add|sub|mul)ps\>|\<vfn?m(add|sub)[0-9]{3}ps\>'
scalar='\<v?(add|sub|mul)ss\>|\<vfn?m(add|sub)[0-9]{3}ss\>'
for object in "$@"; do
  text=$(objdump --disassemble --no-show-raw-insn "$object")
  packed_count=$(grep -cE "$packed" <<<"$text" || true)
  scalar_count=$(grep -cE "$scalar" <<<"$text" || true)
  echo "$object: $packed_count packed, $scalar_count scalar arithmetic instructions"
  case $wanted in
    scalar) [ "$packed_count" -eq 0 ] && [ "$scalar_count" -gt 0 ] ;;
    packed) [ "$packed_count" -gt 0 ] ;;
  esac || { echo "FAILED: wanted $wanted arithmetic" && exit 1; }
done
