// Choosing rows, registering them, and the body that Google Benchmark calls to measure one.
#include "benchmarks/families.hpp"

#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <regex>

#include "benchmarks/array_sizes.hpp"
#include "benchmarks/interrupt.hpp"
#include "benchmarks/machine.hpp"
#include "kernels/reference.hpp"
#include "kernels/shortage.hpp"

namespace parallelization {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
}

/// Used so far by all threads of this process, and by the strategy's workers in other processes.
double processor_seconds(const Strategy& strategy) {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return seconds(usage.ru_utime) + seconds(usage.ru_stime) + strategy.remote_processor_seconds();
}

/// Google Benchmark's rule for what its filter accepts.
class Filter {
 public:
  explicit Filter(std::string expression) {
    if (expression.empty() || expression == "all") {
      expression = ".";
    }
    if (expression.front() == '-') {
      negative_ = true;
      expression.erase(0, 1);
    }
    try {
      pattern_ = std::regex(expression, std::regex_constants::extended);
    } catch (const std::regex_error& error) {
      throw UsageError(
          fmt::format("--benchmark_filter={}: not a regular expression ({})", expression, error.what()));
    }
  }

  bool accepts(const std::string& name) const { return std::regex_search(name, pattern_) != negative_; }

 private:
  bool negative_ = false;
  std::regex pattern_;
};

/// What is kept of a row between the calls of its body.
struct RowState {
  std::size_t row = 0;
  std::size_t family_index = 0;
  std::size_t instance_index = 0;
  std::string error = {};  ///< once a repetition failed, all later ones do: the library relies on it
  bool checked = false;
  bool warmed_up = false;  ///< the calls that --benchmark_min_warmup_time asks for are over
  double setup_seconds = 0;
};

/// The body of one row.
class RowBody {
 public:
  RowBody(const Family& family, const Setup& setup, const Options& options, Journal& journal, RowState state)
      : entry_(*family.entry),
        name_(family.name()),
        roundtrip_(family.roundtrip),
        setup_(setup),
        input_(options.seed, setup.count()),
        min_time_(options.min_time),
        min_warmup_time_(options.min_warmup_time),
        fixed_iterations_(options.fixed_iterations),
        time_unit_(options.time_unit),
        repetitions_(options.repetitions),
        journal_(journal),
        row_(std::move(state)) {}

  void operator()(benchmark::State& state) {
    loop_is_over_ = false;
    if (interrupted()) {
      return leave(state, interrupted_message);
    }
    if (!row_.error.empty()) {
      return leave(state, row_.error);
    }
    try {
      measure(state);
    } catch (const WorkerLost& lost) {
      if (journal_.on_worker_lost) {
        journal_.on_worker_lost(lost.what());
      }
      fail(state, lost);
    } catch (const std::exception& error) {
      fail(state, error);
    }
  }

 private:
  /// Ends the loop, without computing, before the row fails: the library aborts the program where repetitions
  /// of a row differ in their iterations, which in batches are counted in the loop.
  void leave(benchmark::State& state, const std::string& message) const {
    while (!loop_is_over_ && state.KeepRunningBatch(entry_.runs_per_call)) {
    }
    state.SkipWithError(message.c_str());
  }

  void fail(benchmark::State& state, const std::exception& error) {
    row_.error = explain_shortage(error);
    leave(state, row_.error);
  }

  void measure(benchmark::State& state) {
    const auto before_setup = Clock::now();
    const auto strategy = entry_.make(setup_);
    const double setup_seconds = seconds_since(before_setup);
    if (roundtrip_) {
      source_ = input_.values();
      if (const auto staging = strategy->staging(); !staging.empty()) {
        std::ranges::copy(source_, staging.begin());
        source_ = staging;
      }
    } else {
      strategy->fill(input_);
    }
    run_once(*strategy);
    if (!row_.checked) {
      row_.setup_seconds = setup_seconds;
      if (const auto wrong = strategy->check(input_)) {
        throw std::runtime_error(*wrong);
      }
      row_.checked = true;
    }

    const double processor_before = processor_seconds(*strategy);
    const auto start = Clock::now();
    while (state.KeepRunningBatch(entry_.runs_per_call)) {
      run_once(*strategy);
      if (interrupted()) {
        return leave(state, interrupted_message);
      }
    }
    loop_is_over_ = true;
    const double elapsed = seconds_since(start);
    const double processor = processor_seconds(*strategy) - processor_before;
    report(state, *strategy, elapsed, processor);
  }

  void run_once(Strategy& strategy) const {
    if (roundtrip_) {
      strategy.load(source_);
    }
    strategy.run();
    if (roundtrip_) {
      benchmark::DoNotOptimize(strategy.result().data());
    }
    benchmark::ClobberMemory();
  }

  /// Hands the repetition's counters to Google Benchmark, and all of it to the journal.
  void report(benchmark::State& state, Strategy& strategy, double elapsed, double processor) {
    const auto iterations = static_cast<double>(state.iterations());
    const auto count = static_cast<double>(setup_.count());
    auto& counters = state.counters;
    // The library divides by its own time, which is the one that it reports.
    using benchmark::Counter;
    counters["bytes_per_second"] = Counter(bytes_per_run(setup_.n) * iterations, Counter::kIsRate);
    counters["items_per_second"] = Counter(count * iterations, Counter::kIsRate);
    const Evidence evidence = strategy.evidence();
    counters["workers"] = static_cast<double>(evidence.workers.size());
    counters["setup_seconds"] = row_.setup_seconds;
    counters["processor_seconds"] = processor / iterations;
    if (evidence.passes != 1) {
      counters["passes"] = evidence.passes;
    }
    if (entry_.runs_per_call != 1) {
      counters["runs_per_call"] = entry_.runs_per_call;
    }
    for (const Metric& metric : strategy.metrics()) {
      counters[metric.name] = metric.value;
    }
    std::string label = strategy.memory_level().value_or(level_that_holds(bytes_per_run(setup_.n)));
    if (!evidence.instruction_set.empty()) {
      label += " " + evidence.instruction_set;
    }
    state.SetLabel(label);
    if (is_warmed_up(elapsed)) {
      journal_.record(call(state, label, elapsed, processor));
    }
  }

  /// The library warms up with calls that are no repetitions, until one of them lasts long enough.
  bool is_warmed_up(double elapsed) {
    const bool is_repetition = row_.warmed_up || !(min_warmup_time_ > 0);
    row_.warmed_up = is_repetition || elapsed >= min_warmup_time_;
    return is_repetition;
  }

  Journal::Call call(const benchmark::State& state, const std::string& label, double elapsed,
                     double processor) const {
    Journal::Call call;
    call.row = row_.row;
    call.max_iterations = state.max_iterations;
    call.complete = fixed_iterations_ || elapsed >= min_time_;
    auto& run = call.run;
    run.run_name.function_name = name_;
    run.run_name.args = "N:" + std::to_string(setup_.n);
    run.run_name.time_type = "real_time";
    run.family_index = static_cast<std::int64_t>(row_.family_index);
    run.per_family_instance_index = static_cast<std::int64_t>(row_.instance_index);
    run.run_type = benchmark::BenchmarkReporter::Run::RT_Iteration;
    run.report_label = label;
    run.iterations = state.iterations();
    run.threads = 1;
    run.repetitions = repetitions_;
    run.time_unit = time_unit_;
    run.real_accumulated_time = elapsed;
    run.cpu_accumulated_time = processor;
    run.counters = state.counters;
    for (auto& [counter, value] : run.counters) {
      if (value.flags == benchmark::Counter::kIsRate) {
        value = value.value / elapsed;
      }
    }
    return call;
  }

  const Entry& entry_;
  std::string name_;
  bool roundtrip_;
  Setup setup_;
  Input input_;
  std::span<const float> source_;  ///< what a round trip loads
  double min_time_;
  double min_warmup_time_;
  bool fixed_iterations_;
  benchmark::TimeUnit time_unit_;
  int repetitions_;
  Journal& journal_;
  RowState row_;
  bool loop_is_over_ = false;  ///< of the present call
};

/// The body of a family that is not available here.
void skip(benchmark::State& state, const std::string& message) {
  state.SkipWithError(message.c_str());
  while (state.KeepRunning()) {
  }
}

std::vector<std::size_t> sizes_of(const Entry& entry, const Options& options) {
  std::vector<std::size_t> sizes = options.sizes;
  if (!options.sizes_given) {
    sizes.insert(sizes.end(), entry.extra_sizes.begin(), entry.extra_sizes.end());
    std::ranges::sort(sizes);
    sizes.erase(std::unique(sizes.begin(), sizes.end()), sizes.end());
  }
  return sizes;
}

}  // namespace

std::vector<Family> select_families(const Options& options) {
  const Filter filter(options.filter);
  std::vector<Family> selected;
  for (const Entry& entry : strategies()) {
    for (const bool roundtrip : {false, true}) {
      if (roundtrip ? !(entry.moves_data || entry.roundtrip_only) : entry.roundtrip_only) {
        continue;
      }
      Family family{.entry = &entry, .roundtrip = roundtrip, .sizes = sizes_of(entry, options)};
      std::erase_if(family.sizes, [&](std::size_t n) { return !filter.accepts(family.row_name(n)); });
      if (!family.sizes.empty()) {
        selected.push_back(std::move(family));
      }
    }
  }
  if (selected.empty()) {
    throw UsageError(fmt::format(
        "--benchmark_filter={}: matches no benchmark (--benchmark_list_tests lists them)", options.filter));
  }
  return selected;
}

void check_memory(const std::vector<Family>& families) {
  const auto available = static_cast<double>(usable_memory());
  for (const Family& family : families) {
    const std::size_t n = family.sizes.back();
    const auto per_element = static_cast<double>(family.entry->host_bytes_per_element + sizeof(float));
    const double needed = family.entry->host_bytes
                              ? family.entry->host_bytes(n * n, family.roundtrip)
                              : per_element * static_cast<double>(n) * static_cast<double>(n);
    if (needed > available) {
      throw UsageError(
          fmt::format("--sizes: {} with N = {} needs {:.1f} GiB of memory, and this process may use {:.1f}: "
                      "give smaller sizes",
                      family.name(), n, needed / 0x1p30, available / 0x1p30));
    }
  }
}

std::size_t register_families(const std::vector<Family>& families, const Options& options, Journal& journal) {
  std::size_t rows = 0;
  for (std::size_t index = 0; index < families.size(); ++index) {
    const Family& family = families[index];
    if (const auto reason = family.entry->unavailable ? family.entry->unavailable() : std::nullopt) {
      benchmark::RegisterBenchmark(family.name().c_str(), skip, std::string(skip_prefix) + *reason);
      continue;
    }
    auto bodies = std::make_shared<std::map<std::size_t, RowBody>>();
    auto* const registered = benchmark::RegisterBenchmark(
        family.name().c_str(),
        [bodies](benchmark::State& state) { bodies->at(static_cast<std::size_t>(state.range(0)))(state); });
    registered->ArgName("N")->UseRealTime()->Unit(options.time_unit);
    for (std::size_t instance = 0; instance < family.sizes.size(); ++instance) {
      const std::size_t n = family.sizes[instance];
      registered->Arg(static_cast<std::int64_t>(n));
      bodies->try_emplace(n, family, Setup{.n = n, .workers = options.workers}, options, journal,
                          RowState{.row = rows++, .family_index = index, .instance_index = instance});
    }
  }
  return rows * static_cast<std::size_t>(options.repetitions);
}

}  // namespace parallelization
