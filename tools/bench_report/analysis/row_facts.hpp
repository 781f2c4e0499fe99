// What a file tells of its benchmarks beside figures: labels and complexities.
#pragma once

#include <string>
#include <vector>

#include "tools/bench_report/input/model.hpp"

namespace bench_report {

/// The words that a benchmark has set as its label.
struct Label {
  std::string name;  ///< of the row
  std::string label;
};

struct RowFacts {
  std::vector<Label> labels;             ///< each row and label once, by name (stands_before())
  std::vector<Complexity> complexities;  ///< all of the files, by name
};

RowFacts row_facts(const std::vector<Run>& runs);

/// "O(N^2)", "O(1)"; of a function of the benchmark's own "a function of its own".
std::string order_text(const std::string& order);

}  // namespace bench_report
