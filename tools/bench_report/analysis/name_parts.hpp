// What stands between the slashes of a benchmark's name, numbers told from words.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tools/bench_report/input/model.hpp"

namespace bench_report {

/// `N:464`, `464`, `2805nulls`, `64KiB`, `std`.
struct NamePart {
  std::string text;   ///< as it stands in the name
  std::string label;  ///< "N", "nulls", "#2" for the second of the numbers and arguments; "" for words
  std::string value;  ///< "464", "2805", "64KiB", "std"
  std::optional<double> number;  ///< 64KiB is 65536, 3M is 3000000
  bool is_named = false;         ///< the name says what the value is
  bool is_argument = false;      ///< of those that the library writes behind the family

  /// The value is the number as it is.
  bool is_plain() const;
};

/// Family and arguments; the first is always a word. Slashes within template arguments divide nothing.
std::vector<NamePart> parts_of(const Name& name);

}  // namespace bench_report
