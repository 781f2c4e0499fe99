#!/usr/bin/env bash
# What function.cmake says of headers that can't be measured: one line each, which tells the header's line.
# usage: function_cmake_test.sh PROJECT CMAKE CXX
. "$(dirname "$(readlink -f "$0")")/../tools/test_support.sh"
project=$1 cmake=$2 cxx=$3

# With the choice made by hand, as in a build of that header.
mkdir -p "$folder/includes/kernels"
cat >"$folder/includes/kernels/function_choice.hpp" <<CHOICE
#define FUNCTION_HEADER "$folder/mine.hpp"
#define FUNCTION_NAME "mine"
CHOICE
cat >"$folder/check.cmake" <<CMAKE
cmake_minimum_required(VERSION 3.25)
set(PROJECT_SOURCE_DIR "$project")
set(CMAKE_CXX_COMPILER "$cxx")
include("$project/kernels/function.cmake")
if(FUNCTION)
  find_function("\${FUNCTION}" header name)
  message(STATUS "\${name} is \${header}")
else()
  check_function("$folder/mine.hpp" "$project;$folder/includes")
endif()
CMAKE
# said WORDS: are they in what it says, line breaks aside?
said() { tr -s '\n ' ' ' <"$folder/out" | grep -qF -- "$1"; }
# found STATUS WORDS FUNCTION: what it says of that function when it is called in the folder.
found() {
  local status=0
  (cd "$folder" && "$cmake" "-DFUNCTION=$3" -P check.cmake) >"$folder/out" 2>&1 || status=1
  [ $status -eq "$1" ] && said "$2" || failed "$3: wanted \"$2\", got $status: $(cat "$folder/out")"
}
# takes, refuses WORDS: the header on standard input.
takes() {
  cat >"$folder/mine.hpp"
  "$cmake" -DFUNCTION= -P "$folder/check.cmake" >"$folder/out" 2>&1 || failed "line ${BASH_LINENO[0]}: $(cat "$folder/out")"
}
refuses() {
  cat >"$folder/mine.hpp"
  ! "$cmake" -DFUNCTION= -P "$folder/check.cmake" >"$folder/out" 2>&1 || failed "\"$1\": it is taken: $(cat "$folder/mine.hpp")"
  said "$1" || failed "wanted \"$1\": $(cat "$folder/out")"
}

touch "$folder/there.hpp" "$folder/gelu" "$folder/qu\"ote.hpp"
found 0 "gelu is $project/kernels/functions/gelu.hpp" gelu
found 0 "there is $folder/there.hpp" there.hpp
found 0 "there is $folder/there.hpp" "$folder/there.hpp"
found 0 "gelu is $folder/gelu" ./gelu
found 1 "FUNCTION=gone: there is no function of this name; there are cubic, gelu, " gone
found 1 "as in FUNCTION=./there.hpp" there
found 1 "FUNCTION=gone.hpp: there is no such file: $folder/gone.hpp" gone.hpp
found 1 "FUNCTION=$folder: there is no such file" "$folder"
found 1 "quotes, backslashes and line breaks in a path can't be included" "./qu\"ote.hpp"

takes <<<'template <class T> constexpr auto f(const T& x) { return x / (1 + abs(x)); }'
takes <<'HEADER'
// Not an #include, and no std::exp(x): words of a comment.
constexpr const char* formula = "max(0, x)";
constexpr auto input = uniform(-1, 1);
template <class T>
constexpr auto f(const T& x) {
  T y = select(x > 0, x, 0);
  y *= 2;
  return y;
}
HEADER
takes <"$project/kernels/testdata/every_operation.hpp"

# f(BODY): a header whose f has that body, on its line 3.
f() { printf 'template <class T>\nconstexpr auto f(const T& x) {\n  %s\n}\n' "$1"; }
refuses "mine.hpp:2: a function's header includes nothing" <<<$'// mine\n#include <cmath>'
refuses "mine.hpp:3: std::exp() knows numbers only, no vectors: write exp()" < <(f 'return std::exp(-x);')
refuses "mine.hpp:3: f calls a function that not all strategies have: it is built of + - * /, fma, min," < <(f 'return erf(x);')
refuses "mine.hpp:3: f calls a function that not all strategies have" < <(f 'return pow(x, 2);')
refuses "mine.hpp:3: f calls a function that not all strategies have" < <(f 'return x % 2;')
refuses "mine.hpp:3: f can't branch on a comparison" < <(f 'return x > 0 ? x : -x;')
refuses "mine.hpp:3: f can't join comparisons with && or ||" < <(f 'return select(!(x > 0), x, 0);')
refuses "mine.hpp:3: f can't join comparisons with && or ||" < <(f 'return select(x > 0 && x < 1, x, 0);')
refuses "mine.hpp:3: f can't branch on a value" < <(f 'if (x) { return x; } return x + 1;')
refuses "mine.hpp:3: f can't branch on a value, or turn it into a number" < <(f 'return x * static_cast<int>(x);')
refuses "mine.hpp:3:" < <(f 'float y = x * x; return y;')
refuses "mine.hpp:3:" < <(f 'return unheard_of(x);')
refuses "mine.hpp:3:" < <(f 'return x +;')
refuses "f takes one value and returns one value of the same kind" < <(f 'return x > 0;')
refuses "there is no f: it is declared as template <class T> constexpr auto f(const T& x)" <<<'template <class T> auto g(T x) { return x; }'
refuses "there is no f" </dev/null
refuses "mine" <<<'template <class T> constexpr auto f(const T& x, const T& y) { return x + y; }'
refuses "f can't be evaluated by the compiler: it is constexpr, ends" <<<'template <class T> auto f(const T& x) { return x + 1; }'
refuses "name is one line of text" < <(echo 'constexpr const char* name = "";' && f 'return x;')
refuses "formula is one line of text" < <(echo 'constexpr const char* formula = "x\n+ 1";' && f 'return x;')
refuses "input is normal(mean, deviation) or uniform(low, high)" < <(echo 'constexpr float input = 1;' && f 'return x;')
refuses "or uniform(low, high) with low < high" < <(echo 'constexpr auto input = uniform(1, 1);' && f 'return x;')
refuses "a deviation above 0" < <(echo 'constexpr auto input = normal(1, 0);' && f 'return x;')

finish
