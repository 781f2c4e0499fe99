// Finding keys.
#include "tools/bench_report/input/raw_row.hpp"

#include <algorithm>

namespace bench_report {

Field field_of(std::string_view key) {
  return static_cast<Field>(std::ranges::find(field_names, key) - field_names.begin());
}

}  // namespace bench_report
