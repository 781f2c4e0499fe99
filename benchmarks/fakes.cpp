// Strategies that stand for what the contract must carry: a device, a compiler, a cluster, a worker that
// dies; and some that misbehave. They are linked with the whole of `bench` into bench_with_fakes, which
// bench_test.cpp runs.
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <limits>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "kernels/function.hpp"
#include "kernels/local_strategy.hpp"
#include "kernels/multiprocessing/worker_processes.hpp"
#include "kernels/reference.hpp"

namespace parallelization {
namespace {

void signal_self() {
  const char* const number = std::getenv("FAKE_SIGNAL");
  kill(getpid(), number == nullptr ? SIGINT : std::stoi(number));
  std::this_thread::sleep_for(std::chrono::milliseconds(100));  // until it has been heard
}

bool signal_is_due(const std::string& moment) {
  const char* const at = std::getenv("FAKE_SIGNAL_AT");
  return at != nullptr && moment == at;
}

/// Does its work properly. FAKE_SIGNAL_AT=k in the environment sends the signal FAKE_SIGNAL (default: SIGINT)
/// to the program when the k-th object of the program is made, or, with k = start, before the first one.
class Steady : public SingleThreadStrategy {
 public:
  explicit Steady(const Setup& setup) : SingleThreadStrategy(setup) {
    static int made = 0;
    if (signal_is_due(std::to_string(++made))) {
      signal_self();
    }
  }

 protected:
  void compute() override {
    std::transform(x(), x() + count(), y(), [](float value) { return f(value); });
  }
};

const Registration steady{{.name = "fake/steady",
                           .summary = "good",
                           .make = make_strategy<Steady>,
                           .moves_data = true,
                           .start = [](const Start&) -> std::optional<int> {
                             if (signal_is_due("start")) {
                               signal_self();
                             }
                             return std::nullopt;
                           }}};

/// Reports another clock's time beside the wall time. Once it was asked for the memory that it likes to load
/// from, it takes nothing else.
class Device final : public Steady {
 public:
  using Steady::Steady;
  std::span<float> staging() override {
    staging_.resize(count());
    return staging_;
  }
  void load(std::span<const float> x) override {
    if (!staging_.empty() && x.data() != staging_.data()) {
      throw std::logic_error("loaded from elsewhere");
    }
    Steady::load(x);
  }
  std::vector<Metric> metrics() override { return {{.name = "device_seconds", .value = 2.5e-6}}; }
  std::optional<std::string> memory_level() const override { return "HBM"; }

 private:
  std::vector<float> staging_;
};

const Registration device{{.name = "fake/device",
                           .summary = "device time beside wall time",
                           .make = make_strategy<Device>,
                           .moves_data = true,
                           .extra_sizes = {2048},
                           .context = [] {
                             return std::vector<std::pair<std::string, std::string>>{{"device", "stand-in"}};
                           }}};

/// Compiles, at some cost, once per program.
class Cold final : public Steady {
 public:
  explicit Cold(const Setup& setup) : Steady(setup) {
    static const bool compiled = [] {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      return true;
    }();
    compiled_ = compiled;
  }
  std::vector<Metric> metrics() override {
    return {{.name = "compile_seconds", .value = compiled_ ? 0.05 : 0}};
  }

 private:
  bool compiled_;
};

const Registration cold{
    {.name = "fake/cold", .summary = "a costly cold start", .make = make_strategy<Cold>, .explain = [] {
       return "y = f(x)\n";
     }}};

/// Keeps its array in two places and never brings it together.
class Scattered final : public Strategy {
 public:
  explicit Scattered(const Setup& setup) : count_(setup.count()) {}

  void load(std::span<const float>) override { throw std::logic_error("no place holds the whole array"); }
  std::span<const float> result() override { throw std::logic_error("no place holds the whole result"); }

  void fill(const Input& input) override {
    const std::size_t half = count_ / 2;
    parts_[0] = {.first = 0, .x = std::vector<float>(half), .y = std::vector<float>(half)};
    parts_[1] = {
        .first = half, .x = std::vector<float>(count_ - half), .y = std::vector<float>(count_ - half)};
    for (Part& part : parts_) {
      input.part(part.first, part.x);
    }
  }

  void run() override {
    for (auto& part : parts_) {
      std::ranges::transform(part.x, part.y.begin(), [](float value) { return f(value); });
    }
    ran_ = true;
  }

  std::optional<std::string> check(const Input&) override {
    for (const auto& part : parts_) {
      if (auto wrong = find_mismatch(part.x, part.y, part.first)) {
        return wrong;
      }
    }
    return std::nullopt;
  }

  Evidence evidence() const override {
    return ran_ ? Evidence{.workers = {1, 2}, .passes = 1, .instruction_set = {}} : Evidence{};
  }

 private:
  struct Part {
    std::size_t first = 0;
    std::vector<float> x;
    std::vector<float> y;
  };
  std::size_t count_;
  bool ran_ = false;
  std::array<Part, 2> parts_;
};

const Registration scattered{{.name = "fake/scattered",
                              .summary = "no single place holds its array",
                              .make = make_strategy<Scattered>}};

/// Its worker process kills itself; the strategy notices in the third run.
class Mortal final : public Steady {
 public:
  explicit Mortal(const Setup& setup) : Steady(setup) {
    workers_.spawn([](std::span<const int>, std::span<const std::uint64_t>) { kill(getpid(), SIGKILL); }, {},
                   {});
  }

 private:
  void compute() override {
    Steady::compute();
    if (++runs_ == 3) {
      for (;;) {
        workers_.throw_if_lost();
        std::this_thread::yield();
      }
    }
  }

  int runs_ = 0;
  WorkerProcesses workers_;
};

const Registration mortal{{.name = "fake/mortal",
                           .summary = "its worker dies during run()",
                           .make = make_strategy<Mortal>,
                           .start = start_worker_server,
                           .start_forks = true}};

/// One element of the result is not a number.
class Wrong final : public Steady {
 public:
  using Steady::Steady;

 private:
  void compute() override {
    Steady::compute();
    y()[count() - 1] = std::numeric_limits<float>::quiet_NaN();
  }
};

const Registration wrong{
    {.name = "fake/wrong", .summary = "one wrong element", .make = make_strategy<Wrong>}};

/// Its constructor fails.
class Broken final : public Steady {
 public:
  explicit Broken(const Setup& setup) : Steady(setup) { throw std::runtime_error("no memory on the device"); }
};

const Registration broken{{.name = "fake/broken", .summary = "can't be made", .make = make_strategy<Broken>}};

/// Fails once: the first object that is made for it does not run.
class Flaky final : public Steady {
 public:
  using Steady::Steady;

 private:
  void compute() override {
    static bool failed = false;
    if (!failed) {
      failed = true;
      throw std::runtime_error("a passing fault");
    }
    Steady::compute();
  }
};

const Registration flaky{{.name = "fake/flaky", .summary = "fails once", .make = make_strategy<Flaky>}};

/// One call of run() computes y ten times.
class Batch final : public Steady {
 public:
  static constexpr unsigned runs = 10;
  using Steady::Steady;

 private:
  void compute() override {
    for (unsigned i = 0; i < runs; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      Steady::compute();
    }
  }
};

const Registration batch{{.name = "fake/batch",
                          .summary = "ten runs a call",
                          .make = make_strategy<Batch>,
                          .roundtrip_only = false,
                          .runs_per_call = Batch::runs}};

/// Its run() hangs from the fourth time on, as a device may, and the user gives up: not with
/// FAKE_STUCK_QUIETLY in the environment.
class Stuck final : public Steady {
 public:
  using Steady::Steady;

 private:
  void compute() override {
    Steady::compute();
    static int runs = 0;
    if (++runs > 3) {
      if (std::getenv("FAKE_STUCK_QUIETLY") == nullptr) {
        kill(getpid(), SIGTERM);
      }
      std::this_thread::sleep_for(std::chrono::minutes(5));
    }
  }
};

const Registration stuck{{.name = "fake/stuck", .summary = "hangs", .make = make_strategy<Stuck>}};

const Registration unavailable{{.name = "fake/unavailable",
                                .summary = "lacks something",
                                .make = {},
                                .unavailable =
                                    [] {
                                      std::cerr << "asked whether fake/unavailable is available\n";
                                      return "no such device";
                                    },
                                .moves_data = true}};

std::string flag_value;

const Registration flagged{
    {.name = "fake/flagged",
     .summary = "brings a flag",
     .make = make_strategy<Steady>,
     .flags = {{.name = "fake_flag",
                .value_name = "WORD",
                .help = "a flag of fake/flagged",
                .set = [](std::string_view value) -> std::optional<std::string> {
                  flag_value = value;
                  return value == "bad" ? std::optional<std::string>("not this word") : std::nullopt;
                }}},
     .context = [] {
       return std::vector<std::pair<std::string, std::string>>{{"fake_flag", flag_value}};
     }}};

}  // namespace
}  // namespace parallelization
