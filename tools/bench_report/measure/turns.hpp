// Two programs in turns, until it is decided which of their rows differ.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "tools/bench_report/measure/clock.hpp"
#include "tools/bench_report/measure/process.hpp"
#include "tools/bench_report/measure/program.hpp"
#include "tools/bench_report/measure/results_folder.hpp"
#include "tools/bench_report/measure/row_filter.hpp"

namespace bench_report {

/// What a look found.
struct Standing {
  std::size_t decided = 0;
  std::size_t open = 0;
  /// The open rows, to go on with them only; empty: with all.
  std::vector<ListedRow> rows{};
};

/// Who looks at what is measured.
class Decider {
 public:
  virtual ~Decider() = default;
  /// Takes a process's results in. Throws where they can't be read or compared.
  virtual void take(SideOf side, const std::string& file) = 0;
  /// Processes a side after which to look first, and again after a look with so many.
  virtual std::size_t first() const = 0;
  virtual std::size_t next(std::size_t samples) const = 0;
  /// Looks. No other look comes after the last one, which the clock or a limit makes the last.
  virtual Standing look(bool is_last) = 0;
};

/// How far it is, for those who wait.
struct Progress {
  std::size_t samples = 0;       ///< processes a side until now, of rows that are still open
  std::size_t until = 0;         ///< and at the next look
  Standing standing{};           ///< of the last look
  double seconds = 0;            ///< since the beginning
  std::optional<double> left{};  ///< of the time budget
  bool is_look = false;          ///< a look has just been taken
};

struct TurnsOptions {
  double time_budget = 0;        ///< seconds; 0: none
  std::size_t most_samples = 0;  ///< processes a side at most; 0: any number
};

enum class Stop { decided, time_is_up, enough_processes, interrupted };

struct Measured {
  Stop stop = Stop::decided;
  double seconds_per_round = 0;  ///< of the last round
};

/// Measures A B B A …: what drifts slowly falls on both sides alike. One round is one process of each side,
/// or several where the pattern of the open rows would grow too long. Ends with a look that is the last one,
/// or has decided all; interrupted, it ends at once, and what was measured until then has been taken in.
/// Errors come as they are thrown.
Measured measure_in_turns(const std::array<Program, 2>& programs, const TurnsOptions& options,
                          Processes& processes, const Clock& clock, ResultsFolder& folder, Decider& decider,
                          const std::function<void(const Progress&)>& report);

}  // namespace bench_report
