// Rounds, and looks between them.
#include "tools/bench_report/measure/turns.hpp"

#include <algorithm>

namespace bench_report {
namespace {

class Turns {
 public:
  Turns(const std::array<Program, 2>& programs, const TurnsOptions& options, Processes& processes,
        const Clock& clock, ResultsFolder& folder, Decider& decider,
        const std::function<void(const Progress&)>& report)
      : programs_(programs),
        options_(options),
        processes_(processes),
        clock_(clock),
        folder_(folder),
        decider_(decider),
        report_(report),
        begin_(clock.seconds()) {}

  Stop run() {
    std::size_t until = limited(decider_.first());
    while (true) {
      while (samples_ < until && !is_time_up()) {
        const double begin = seconds();
        try {
          measure_round();
        } catch (const Interrupted&) {
          return Stop::interrupted;
        }
        ++samples_;
        seconds_per_round_ = seconds() - begin;
        tell(until, false);
      }
      const bool has_enough = options_.most_samples > 0 && samples_ >= options_.most_samples;
      const bool ends_early = samples_ < until;
      standing_ = decider_.look(has_enough || ends_early);
      tell(until, true);
      if (standing_.open == 0) {
        return Stop::decided;
      }
      if (has_enough || ends_early) {
        return has_enough ? Stop::enough_processes : Stop::time_is_up;
      }
      filters_ = exact_filters(standing_.rows);
      const std::size_t next = decider_.next(samples_);
      if (next == samples_) {
        return Stop::enough_processes;
      }
      until = limited(next);
    }
  }

  double seconds_per_round() const { return seconds_per_round_; }

 private:
  std::size_t limited(std::size_t samples) const {
    return options_.most_samples > 0 ? std::min(samples, options_.most_samples) : samples;
  }

  double seconds() const { return clock_.seconds() - begin_; }

  /// One round at least is measured.
  bool is_time_up() const {
    return options_.time_budget > 0 && samples_ > 0 && seconds() >= options_.time_budget;
  }

  void measure_round() {
    const bool old_first = samples_ % 2 == 0;
    const auto sides =
        old_first ? std::array{SideOf::before, SideOf::after} : std::array{SideOf::after, SideOf::before};
    const std::vector<RowFilter> all{RowFilter{}};
    for (const RowFilter& filter : filters_.empty() ? all : filters_) {
      for (const SideOf side : sides) {
        measure(processes_, programs_[static_cast<std::size_t>(side)],
                side == SideOf::before ? filter.before : filter.after, folder_.scratch());
        decider_.take(side, folder_.keep(side));
      }
    }
  }

  void tell(std::size_t until, bool is_look) {
    Progress progress{.samples = samples_, .until = until, .standing = standing_, .seconds = seconds()};
    if (options_.time_budget > 0) {
      progress.left = std::max(0.0, options_.time_budget - progress.seconds);
    }
    progress.is_look = is_look;
    report_(progress);
  }

  const std::array<Program, 2>& programs_;
  const TurnsOptions& options_;
  Processes& processes_;
  const Clock& clock_;
  ResultsFolder& folder_;
  Decider& decider_;
  const std::function<void(const Progress&)>& report_;
  double begin_;
  std::size_t samples_ = 0;
  double seconds_per_round_ = 0;
  Standing standing_;
  std::vector<RowFilter> filters_;
};

}  // namespace

Measured measure_in_turns(const std::array<Program, 2>& programs, const TurnsOptions& options,
                          Processes& processes, const Clock& clock, ResultsFolder& folder, Decider& decider,
                          const std::function<void(const Progress&)>& report) {
  Turns turns(programs, options, processes, clock, folder, decider, report);
  const Stop stop = turns.run();
  return {.stop = stop, .seconds_per_round = turns.seconds_per_round()};
}

}  // namespace bench_report
