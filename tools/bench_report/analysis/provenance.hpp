// Where runs come from, as far as their contexts tell.
#pragma once

#include <string>
#include <vector>

#include "tools/bench_report/input/model.hpp"

namespace bench_report {

/// Of several runs, what the first one says that says anything; "" where none does.
struct Provenance {
  std::vector<std::string> files;
  std::string host;
  std::string processor;
  std::string processors;  ///< their number
  std::string caches;
  std::string commit;
  bool has_uncommitted_changes = false;
  std::string compiler;
  std::string compiler_flags;
  std::string date;
};

Provenance provenance_of(const std::vector<Run>& runs);

}  // namespace bench_report
