// `jit/xla`: the function is traced, and compiled and run by XLA, JAX's compiler, through the PJRT plugin
// that the environment variable PJRT_PLUGIN names. Several, separated by colons, are families of their own,
// named by their platforms: `jit/xla_cpu`, `jit/xla_cuda`, `jit/xla_tpu`. With `/cold`: all of that in every
// run.
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>

#include "kernels/array.hpp"
#include "kernels/jit/pjrt.hpp"
#include "kernels/jit/stablehlo.hpp"
#include "kernels/jit/traced_function.hpp"

namespace parallelization::jit {
namespace {

/// Compiled for one N: XLA's shapes are a part of the program.
struct Compiled {
  CompileTimes times;
  std::unique_ptr<pjrt::Executable> executable;
};

/// A plugin, opened once per process, with what was compiled by it.
class Xla {
 public:
  /// The plugin of this file. Throws std::runtime_error, the same each time, where it can't be used.
  static Xla& of(const std::string& file) {
    static std::map<std::string, std::unique_ptr<Xla>> opened;
    static std::map<std::string, std::string> failed;
    if (!failed.contains(file) && !opened.contains(file)) {
      try {
        opened.emplace(file, new Xla(file));
        // Clients end while their plugins are still whole: before the destructors that the plugin has
        // registered.
        static_cast<void>(std::atexit([] { opened.clear(); }));
      } catch (const std::exception& error) {
        failed.emplace(file, error.what());
      }
    }
    if (const auto failure = failed.find(file); failure != failed.end()) {
      throw std::runtime_error("PJRT_PLUGIN: " + failure->second);
    }
    return *opened.at(file);
  }

  const pjrt::Plugin& plugin() const { return plugin_; }

  Compiled compile(std::size_t n) const {
    Compiled compiled{.times = {.open = open_seconds_}, .executable = nullptr};
    auto start = Clock::now();
    const Graph graph = trace_function();
    compiled.times.trace = seconds_since(start);
    start = Clock::now();
    compiled.executable = std::make_unique<pjrt::Executable>(plugin_, stablehlo(graph, n));
    compiled.times.compile = seconds_since(start);
    return compiled;
  }

  const Compiled& compiled(std::size_t n) {
    auto place = cache_.find(n);
    if (place == cache_.end()) {
      place = cache_.emplace(n, compile(n)).first;
    }
    return place->second;
  }

 private:
  explicit Xla(const std::string& file) : plugin_(file), open_seconds_(seconds_since(start_)) {}

  Clock::time_point start_ = Clock::now();
  pjrt::Plugin plugin_;
  double open_seconds_;
  std::map<std::size_t, Compiled> cache_;
};

/// x and y in the device's memory.
class Warm : public Strategy {
 public:
  Warm(const Setup& setup, Xla& xla) : Warm(setup, xla, &xla.compiled(setup.n)) {}

  void load(std::span<const float> x) override { x_ = std::make_unique<pjrt::Buffer>(xla_.plugin(), x, n_); }

  void run() override {
    y_ = nullptr;  // its memory is free for the new one
    y_ = compiled_->executable->run(*x_);
    is_copied_ = false;
  }

  std::span<const float> result() override {
    if (y_ && !is_copied_) {
      y_->copy_to(host_.span());
      is_copied_ = true;
    }
    return host_.span();
  }

  /// The plugin's one device, once its event said that it is done. How many threads a CPU has used for that
  /// is the plugin's own affair.
  Evidence evidence() const override {
    Evidence evidence;
    if (y_) {
      evidence.workers.push_back(1);
    }
    return evidence;
  }

  std::vector<Metric> metrics() override { return compiled_->times.metrics(); }

  std::optional<std::string> memory_level() const override {
    const std::string& platform = xla_.plugin().platform();
    return platform == "cpu" ? std::nullopt : std::optional(platform + " memory");
  }

 protected:
  Warm(const Setup& setup, Xla& xla, const Compiled* compiled)
      : n_(setup.n), xla_(xla), compiled_(compiled), host_(setup.count()) {}

  std::size_t n_;
  Xla& xla_;
  const Compiled* compiled_;

 private:
  Array host_;
  bool is_copied_ = false;
  std::unique_ptr<pjrt::Buffer> x_;
  std::unique_ptr<pjrt::Buffer> y_;
};

class Cold final : public Warm {
 public:
  Cold(const Setup& setup, Xla& xla) : Warm(setup, xla, &anew_) {}

  void run() override {
    anew_ = xla_.compile(n_);
    Warm::run();
  }

 private:
  Compiled anew_;
};

std::optional<std::string> why_not(const std::string& file) {
  if (file.empty()) {
    return "PJRT_PLUGIN names no PJRT plugin (tools/get-xla-plugin fetches XLA's for CPUs)";
  }
  try {
    Xla::of(file);
    return std::nullopt;
  } catch (const std::exception& error) {
    return error.what();
  }
}

std::string explain() {
  constexpr std::size_t n = 1000;
  const Graph graph = trace_function();
  return "Graph\n\n" + graph.text() + "\nStableHLO, for N = 1000\n\n" + stablehlo(graph, n);
}

/// The plugin's own name of its platform, asked in another process: a plugin starts threads, and nothing may
/// have done so before bench forks its workers. Where the plugin can't be used, the name of its file.
std::string platform_of(const std::string& file) {
  std::string name;
  std::array<int, 2> ends{};
  if (pipe(ends.data()) == 0) {
    const pid_t child = fork();
    if (child == 0) {
      try {
        const pjrt::Plugin plugin(file);
        const auto& platform = plugin.platform();
        static_cast<void>(!write(ends[1], platform.data(), platform.size()));
      } catch (const std::exception&) {  // the parent gets no name; the reason is told when the family is run
      }
      _exit(0);
    }
    close(ends[1]);
    std::array<char, 64> text{};
    for (ssize_t got = 0; (got = read(ends[0], text.data(), text.size())) > 0;) {
      name.append(text.data(), static_cast<std::size_t>(got));
    }
    close(ends[0]);
    waitpid(child, nullptr, 0);
  }
  if (name.empty()) {
    name = std::filesystem::path(file).stem();
  }
  std::ranges::replace_if(
      name, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
  return name;
}

std::vector<std::string> plugin_files() {
  const char* const variable = std::getenv("PJRT_PLUGIN");
  std::string files = variable == nullptr ? "" : variable;
  std::vector<std::string> list;
  while (!files.empty()) {
    const std::size_t end = std::min(files.find(':'), files.size());
    if (end > 0) {
      list.push_back(files.substr(0, end));
    }
    files.erase(0, end + 1);
  }
  return list;
}

void register_plugin(const std::string& name, const std::string& file) {
  const auto entry = [&](const std::string& family, const std::string& summary, auto make) {
    return Entry{.name = family,
                 .summary = summary,
                 .make = make,
                 .unavailable = [file] { return why_not(file); },
                 .moves_data = true,
                 .flushes_denormals = true,
                 .library_keeps_threads = true};
  };
  Entry warm = entry(name, "traced, then compiled and run by XLA", [file](const Setup& setup) {
    return std::unique_ptr<Strategy>(new Warm(setup, Xla::of(file)));
  });
  warm.explain = explain;
  const Registration registered_warm(std::move(warm));
  Entry cold =
      entry(name + "/cold", "traced and compiled by XLA anew in every run",
            [file](const Setup& setup) { return std::unique_ptr<Strategy>(new Cold(setup, Xla::of(file))); });
  cold.moves_data = false;
  const Registration registered_cold(std::move(cold));
}

[[maybe_unused]] const bool registered = [] {
  const auto files = plugin_files();
  if (files.size() <= 1) {
    register_plugin("jit/xla", files.empty() ? "" : files[0]);
    return true;
  }
  std::set<std::string> names;
  for (const std::string& file : files) {
    const std::string platform = "jit/xla_" + platform_of(file);
    std::string name = platform;
    for (int number = 2; !names.insert(name).second; ++number) {
      name = platform + "_" + std::to_string(number);
    }
    register_plugin(name, file);
  }
  return true;
}();

}  // namespace
}  // namespace parallelization::jit
