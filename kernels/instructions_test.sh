#!/usr/bin/env bash
# Looks into object files, of x86-64 or ARM64: was this compiled to scalar or to packed arithmetic?
# usage: instructions_test.sh OBJDUMP scalar|packed OBJECT…
set -euo pipefail
objdump=$1 wanted=$2
shift 2
command -v "$objdump" >/dev/null || { echo "objdump is missing: install binutils" && exit 1; }

for object in "$@"; do
  text=$("$objdump" --disassemble --no-show-raw-insn "$object")
  case $text in
    *"file format elf64-x86-64"*) # AVX and SSE: vmulps, addps, vfmadd213ps… and mulss…
      packed='\<v?(add|sub|mul)ps\>|\<vfn?m(add|sub)[0-9]{3}ps\>'
      scalar='\<v?(add|sub|mul)ss\>|\<vfn?m(add|sub)[0-9]{3}ss\>'
      ;;
    *"file format elf64-littleaarch64"*) # NEON: fmul v0.4s; SVE: fmul z0.s; scalar: fmul s0
      packed='\<f(add|sub|mul|ml[as]|mad|msb)\s+(v[0-9]+\.[24]s|z[0-9]+\.s)'
      scalar='\<f(add|sub|n?mul|n?madd|n?msub)\s+s[0-9]'
      ;;
    *) echo "FAILED: $object is of neither x86-64 nor ARM64" && exit 1 ;;
  esac
  packed_count=$(grep -cE "$packed" <<<"$text" || true)
  scalar_count=$(grep -cE "$scalar" <<<"$text" || true)
  echo "$object: $packed_count packed, $scalar_count scalar arithmetic instructions"
  case $wanted in
    scalar) [ "$packed_count" -eq 0 ] && [ "$scalar_count" -gt 0 ] ;;
    packed) [ "$packed_count" -gt 0 ] ;;
  esac || { echo "FAILED: wanted $wanted arithmetic" && exit 1; }
done
