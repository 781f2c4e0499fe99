// The contract: what a parallelization strategy is, how it registers itself, and what it must prove.
// docs/adding-a-strategy.md walks through it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parallelization {

class Input;  // reference.hpp: the array x, a pure function of (seed, flat index)

/// What a factory is told: compute y = f(x) over an n×n array of float (row-major, read as one flat array
/// of count() elements) with at most `workers` threads, processes or ranks, the caller included.
struct Setup {
  std::size_t n = 1;     ///< rows and columns, ≥ 1
  unsigned workers = 1;  ///< ≥ 1

  std::size_t count() const { return n * n; }
};

/// Who really worked in the last run(): observed while it ran, never copied from the configuration.
struct Evidence {
  /// System ids (thread, process or rank) of those that computed a part of y, without repetitions.
  std::vector<std::int64_t> workers;
  /// Times that the whole array was traversed: 1 when fused, 5 for one pass per operation.
  unsigned passes = 1;
  /// Instruction set chosen while running ("AVX3", "AVX2"…); empty where the compiler chose it.
  std::string instruction_set;
  /// Arrays of the size of y that the run allocated in this process's memory; 0 where the constructor made
  /// them all.
  unsigned arrays = 0;
};

/// A figure of a strategy's own, reported as a counter: device time, compile time, launches per run.
struct Metric {
  std::string name;  ///< snake_case with its unit last: `device_seconds`, `launches`
  double value = 0;
};

/// A worker (process, rank, device) that died or was lost during load() or run(); what() names it and how.
class WorkerLost : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// One way to compute y = f(x) for one N. The constructor does everything that is done once: it starts
/// workers, allocates, compiles. The destructor joins, frees, and leaves nothing behind. At most one
/// strategy is alive at a time. All members are called by one thread and report failure by an exception.
class Strategy {
 public:
  Strategy() = default;
  Strategy(const Strategy&) = delete;
  Strategy& operator=(const Strategy&) = delete;
  virtual ~Strategy() = default;

  /// Puts x (count() floats) where run() reads it. May be called again with another x.
  virtual void load(std::span<const float> x) = 0;

  /// Memory of count() floats from which load() moves data fastest (pinned, for a device), and which run()
  /// may still be reading until it returns; empty where any memory is as good.
  virtual std::span<float> staging() { return {}; }

  /// y = f(x): returns when all of y is written (blocking), leaves x alone (out of place), may be repeated.
  virtual void run() = 0;

  /// y on the host, count() floats, zero-copy where it can be; valid until the next call. Before the first
  /// run() every element is NaN, so that an element which run() forgets can't pass for an answer.
  virtual std::span<const float> result() = 0;

  /// Who worked in the last run(). Before the first: nobody.
  virtual Evidence evidence() const = 0;

  /// Figures of its own. Called once after the timed runs of a repetition; may measure to get them.
  virtual std::vector<Metric> metrics() { return {}; }

  /// Processor seconds used so far by workers that are not threads of this process.
  virtual double remote_processor_seconds() const { return 0; }

  /// Where x and y lie while run() works, if not in this processor's caches or memory: "GPU L2", "HBM".
  virtual std::optional<std::string> memory_level() const { return std::nullopt; }

  /// load() from the project's input. A strategy whose array lies in no single place overrides this and
  /// check(): each part of it makes and checks its own elements.
  virtual void fill(const Input& x);

  /// Compares y with the reference; empty when every element is right, else one line on the worst one.
  virtual std::optional<std::string> check(const Input& x);
};

/// What the start hook of an entry is told, and when it runs: after the command line is known to be good
/// and something will be measured, before anything else has started a thread.
struct Start {
  int argc = 0;
  char** argv = nullptr;
  unsigned workers = 1;
  bool selected = false;  ///< some row of this entry's families will run
};

/// A flag that a strategy adds to the program: `--name=VALUE`.
struct Flag {
  std::string name;        ///< without the dashes
  std::string value_name;  ///< as the help shows it: `TARGET`
  std::string help;
  /// Takes the value; returns what is wrong with it, or nothing. Called before any strategy is made.
  std::function<std::optional<std::string>(std::string_view value)> set;
};

/// How many workers take part in one run(), as its evidence must show.
enum class Division {
  none,          ///< one worker, however many are allowed
  even_shares,   ///< the strategy divides the work itself: exactly busy_workers(count, workers)
                 ///< (partition.hpp)
  by_scheduler,  ///< a run-time library decides: from 1 to `workers`
  by_launcher,   ///< ranks: as many as the launcher started, `workers` threads on each host
};

/// What a strategy registers: everything that a program needs to list, run and explain it.
struct Entry {
  std::string name;     ///< path of the family: `multithreading/pool`
  std::string summary;  ///< one line: what it does
  std::function<std::unique_ptr<Strategy>(const Setup&)> make;

  Division division = Division::none;

  /// Why it can't run here, or nothing. Asked only when a row of it is about to run. Empty: always available.
  std::function<std::optional<std::string>()> unavailable = {};

  /// load + run + result moves data to workers and back: then `name/roundtrip` is measured too.
  bool moves_data = false;

  /// Only the round trip is worth measuring: there is no resident row.
  bool roundtrip_only = false;

  /// How many times one call of run() computes y (the nodes of a graph); times are divided by it.
  unsigned runs_per_call = 1;

  /// It may treat denormal inputs and results as zero.
  bool flushes_denormals = false;

  /// Its library starts threads that can't be sent away: once per process, and idle between runs.
  bool library_keeps_threads = false;

  /// Values of N in addition to the common ones.
  std::vector<std::size_t> extra_sizes = {};

  /// Bytes of memory of this process per element of the array, for refusing what can't fit.
  std::size_t host_bytes_per_element = 2 * sizeof(float);

  /// Instead of that, for an array that lies in no single place: bytes of this machine's memory for an array
  /// of `count` elements. Asked after the start hook.
  std::function<double(std::size_t count, bool roundtrip)> host_bytes = {};

  /// Runs once, early in main (see Start). Hooks with `forks` run before all others, so that processes are
  /// forked while there is one thread. An exit status ends the program (a worker rank that is done).
  std::function<std::optional<int>(const Start&)> start = {};
  bool start_forks = false;

  /// Asked from any thread while the program is being stopped from outside: the worker that has been lost, or
  /// that is being waited for.
  std::function<std::optional<std::string>()> trouble = {};

  std::vector<Flag> flags = {};

  /// What is computed, in the languages that it goes through on its way to machine code; for strategies that
  /// compile while the program runs (`bench --explain=NAME`). Needs nothing that may be unavailable.
  std::function<std::string()> explain = {};

  /// Lines for the context of the JSON: (key, value), asked only when the entry is selected and available.
  std::function<std::vector<std::pair<std::string, std::string>>()> context = {};
};

/// All registered entries, sorted by name.
std::span<const Entry> strategies();

/// Runs the start hooks of all entries, those that fork first (not on ranks that only help the first one).
/// `selected` says which entries have rows.
/// Returns an exit status if this process is done.
std::optional<int> start_strategies(Start start, const std::function<bool(const Entry&)>& selected);

/// `const Registration r{{.name = …, .summary = …, .make = …}};` at namespace scope registers an entry.
struct Registration {
  explicit Registration(Entry entry);
};

/// A factory for Entry::make.
template <class T>
std::unique_ptr<Strategy> make_strategy(const Setup& setup) {
  return std::make_unique<T>(setup);
}

}  // namespace parallelization
