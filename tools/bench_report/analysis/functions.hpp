// Files of several functions at one size: where does the winner change as more is computed per byte?
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tools/bench_report/analysis/limits.hpp"
#include "tools/bench_report/analysis/make_series.hpp"
#include "tools/bench_report/analysis/series.hpp"
#include "tools/bench_report/analysis/side.hpp"
#include "tools/bench_report/input/model.hpp"

namespace bench_report {

/// The runs of each function, by the key `function` of their contexts, in the order of the files. Throws
/// UnusableInput where a file names none.
std::vector<Side> by_function(std::vector<Run> runs);

/// A function's place among the others.
struct PlacedFunction {
  std::string name;
  std::string formula;  ///< as the file has it; may be empty
  Roof one;             ///< of one worker
  std::optional<Roof> all;
};

struct Functions {
  std::string size;                       ///< at which they are compared: "N = 464"
  std::string size_value;                 ///< "464"
  std::vector<PlacedFunction> functions;  ///< the least arithmetic per byte first: by Roof::intensity()
  SeriesSet set;                          ///< of that size; its axis are the functions, as categories
};

/// Puts the rows at one size of several functions together: at `at`, or at the largest that all of them have
/// with the limits of one worker. Throws UnusableInput where they have none, std::invalid_argument where they
/// do not have `at`.
Functions make_functions(const std::vector<Side>& functions, const SeriesOptions& options,
                         std::optional<double> at);

/// Whether a row, by its full name, is of the size at which functions are compared.
bool is_compared(const Functions& functions, const std::string& row);

}  // namespace bench_report
