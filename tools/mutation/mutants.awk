# The one-line mutants of C++ sources as clang-format leaves them: FILE, line number and the line as it becomes, tabs between.
# usage: LC_ALL=C awk -f mutants.awk FILE…

# Strings, characters and comments become `_`, byte by byte, so that what is found in them is no code.
function masked(line,   i, c, quote, out) {
  out = ""
  for (i = 1; i <= length(line); ++i) {
    c = substr(line, i, 1)
    if (raw) {
      if (substr(line, i, length(raw)) == raw) raw = ""
      out = out "_"
    } else if (quote) {
      if (c == "\\") { out = out "_"; ++i } else if (c == quote) quote = ""
      out = out "_"
    } else if (substr(line, i, 2) == "//") {
      return out
    } else if (match(substr(line, i), /^R"[^(]*\(/)) {
      raw = ")" substr(line, i + 2, RLENGTH - 3) "\""
      out = out substr("____________________", 1, RLENGTH)
      i += RLENGTH - 1
    } else {
      # A quotation mark between digits divides thousands.
      if (c == "\"" || (c == "'" && substr(line, i - 1, 1) !~ /[0-9]/)) { quote = c; c = "_" }
      out = out c
    }
  }
  return out
}
function emit(line) {
  if (line == $0 || (FILENAME, FNR, line) in emitted) return
  emitted[FILENAME, FNR, line] = 1
  printf "%s\t%d\t%s\n", FILENAME, FNR, line
}
# instead(AT, LENGTH, TEXT): the line with TEXT in that place.
function instead(at, size, text) { emit(substr($0, 1, at - 1) text substr($0, at + size)) }
# swap(FROM, TO): once for each place. An operator ends a line as well.
function swap(from, to,   at, found) {
  at = 0
  while ((found = index(substr(code " ", at + 1), from)) > 0) {
    at += found
    emit(substr($0, 1, at - 1) to substr($0, at + length(from)))
  }
}
function both(one, other) { swap(one, other); swap(other, one) }
# closing(AT): where the parenthesis that opens there closes, 0 if in another line.
function closing(at,   depth, c) {
  for (depth = 0; at <= length(code); ++at) {
    c = substr(code, at, 1)
    if (c == "(") ++depth
    if (c == ")" && --depth == 0) return at
  }
  return 0
}
function condition(   at, end, inside) {
  if (!match(code, /(if|while) (constexpr )?\(/)) return
  at = RSTART + RLENGTH - 1
  if (!(end = closing(at))) return
  inside = substr($0, at + 1, end - at - 1)
  if (index(substr(code, at, end - at), ";")) return
  instead(at + 1, end - at - 1, "!(" inside ")")
  instead(at + 1, end - at - 1, "(" inside ") || true")
  if (code !~ /while/) instead(at + 1, end - at - 1, "(" inside ") && false")
}
function numbers(   at, text) {
  at = 0
  while (match(substr(code, at + 1), /[0-9][0-9.']*/)) {
    at += RSTART
    text = substr(code, at, RLENGTH)
    if (substr(code, at - 1, 1) !~ /[A-Za-z_0-9.]/ && substr(code, at + RLENGTH, 1) !~ /[A-Za-z_0-9]/) {
      gsub(/'/, "", text)
      instead(at, RLENGTH, text ~ /\./ ? text * 2 : text + 1)
    }
    at += RLENGTH - 1
  }
}
function negations(   at) {
  at = 0
  while (match(substr(code, at + 1), /![A-Za-z_(]/)) {
    at += RSTART
    instead(at, 1, "")
  }
}
# A statement that is one line goes; a declaration is two words in a row.
function statement(   indent) {
  if (code !~ /^ +[A-Za-z_*+-].*;$/ || code ~ /[{}]/ || previous !~ /[;{}:]$/) return
  match(code, /^ +/)
  indent = substr(code, 1, RLENGTH)
  if (code ~ /^ +return (false|0|nullptr|std::nullopt);$/) return  # the empty value already
  if (code ~ /^ +return [^{].*;$/) emit(indent "return {};")
  else if (code ~ /^ +(return|break|continue);$/ || code ~ /^ +throw /) emit(indent ";")
  else if (code !~ /^ +(using|const|auto|static|constexpr|return|case) / &&
           code !~ /^ +[A-Za-z_][A-Za-z_0-9:<>*, ]*[*&>]? [A-Za-z_][A-Za-z_0-9]*( = |;|\(|\{)/)
    emit(indent ";")
}

FNR == 1 { raw = ""; previous = ";" }
{
  code = masked($0)
  sub(/ +$/, "", code)
  if (code ~ /^ *#|^ *$|^(template|using|namespace) |static_assert/) next
  both(" < ", " <= ")
  both(" > ", " >= ")
  both(" == ", " != ")
  both(" && ", " || ")
  if (!/"/) {  # texts are put together
    both(" + ", " - ")
    both(" += ", " -= ")
  }
  both(" * ", " / ")
  swap(" % ", " * ")
  both("++", "--")
  both("true", "false")
  both("std::min(", "std::max(")
  both("all_of(", "any_of(")
  both("lower_bound(", "upper_bound(")
  both(".front()", ".back()")
  condition()
  numbers()
  negations()
  statement()
  previous = code
}
