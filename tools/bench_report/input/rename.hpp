// Other names for rows: `s/REGEX/REPLACEMENT/FLAGS`, as sed has it.
#pragma once

#include <regex>
#include <span>
#include <string>
#include <vector>

#include "tools/bench_report/input/model.hpp"

namespace bench_report {

/// One substitution. The character behind the `s` divides the parts; behind a backslash it is itself. REGEX
/// is ECMAScript's; in REPLACEMENT `&` is what was found, `\1` to `\9` its groups, `\&` and `\\` the
/// characters. Flags: `g` (every match, not only the first), `i` (large and small letters alike).
class Substitution {
 public:
  /// Throws std::invalid_argument, one line that begins with `option`, where it is none.
  Substitution(const std::string& option, const std::string& text);

  /// Names of more than longest_searched bytes stay as they are.
  std::string applied_to(const std::string& name) const;

 private:
  std::regex pattern_;
  std::string format_;  ///< as std::regex_replace has it
  bool everywhere_ = false;
};

/// Gives the rows of all runs the names that the substitutions make of theirs, one after the other. Where two
/// rows of one run are called alike then, the second is told apart as twins are: `BM_sort (2nd)/8`. Returns
/// notes: how many rows have another name (one that several runs have counts once), and which are told apart;
/// none where there are no substitutions. Throws std::invalid_argument where a name becomes empty.
std::vector<std::string> rename_rows(std::span<Run> runs, std::span<const Substitution> substitutions);

}  // namespace bench_report
