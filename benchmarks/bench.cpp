// What `bench` does, in order: choose rows, list them and leave, or start helpers, measure, write.
#include "benchmarks/bench.hpp"

#include <benchmark/benchmark.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <functional>
#include <iostream>
#include <mutex>
#include <optional>
#include <sstream>

#include "benchmarks/context.hpp"
#include "benchmarks/families.hpp"
#include "benchmarks/journal.hpp"
#include "benchmarks/progress.hpp"
#include "benchmarks/reporters.hpp"
#include "kernels/launcher.hpp"
#include "tools/files/atomic_file.hpp"

namespace parallelization {
namespace {

int list(const std::vector<Family>& families) {
  for (const Family& family : families) {
    for (const std::size_t n : family.sizes) {
      std::cout << family.row_name(n) << '\n';
    }
  }
  std::cout.flush();
  if (!std::cout) {
    throw std::runtime_error("standard output can't be written");
  }
  return static_cast<int>(Exit::measured);
}

int help() {
  std::cout << own_help() << '\n' << std::flush;
  benchmark::PrintDefaultHelp();
  return static_cast<int>(Exit::measured);
}

int explain(const std::string& family) {
  const auto entries = strategies();
  const auto entry = std::ranges::find(entries, family, &Entry::name);
  if (entry == entries.end() || !entry->explain) {
    if (entry != entries.end() && !entry->make) {
      throw UsageError("--explain=" + family + ": " + entry->unavailable().value_or(entry->summary));
    }
    std::string known;
    for (const Entry& candidate : entries) {
      if (candidate.explain) {
        known += (known.empty() ? "" : ", ") + candidate.name;
      }
    }
    throw UsageError("--explain=" + family +
                     ": not a family that compiles while the program runs; there are: " + known);
  }
  std::cout << entry->explain() << std::flush;
  if (!std::cout) {
    throw std::runtime_error("standard output can't be written");
  }
  return static_cast<int>(Exit::measured);
}

/// The library keeps a pointer to the program's name.
void initialize_library(const Options& options, char* program) {
  auto arguments = options.benchmark_arguments;
  std::vector<char*> argv{program};
  for (std::string& argument : arguments) {
    argv.push_back(argument.data());
  }
  auto argc = static_cast<int>(argv.size());
  argv.push_back(nullptr);
  benchmark::Initialize(&argc, argv.data());
  if (argc > 1) {
    throw UsageError(std::string(argv[1]) +
                     ": unknown argument, or a value it does not take (bench --help lists the flags)");
  }
}

/// Says that a worker is lost when it happens, once: every row that needs it fails with the same message.
class LossReport {
 public:
  explicit LossReport(std::function<void()> before) : before_(std::move(before)) {}

  void say(const std::string& loss) {
    const std::lock_guard lock(mutex_);
    if (loss != last_) {
      before_();
      std::cerr << "bench: " << loss << std::endl;
      last_ = loss;
    }
  }

 private:
  std::function<void()> before_;
  std::mutex mutex_;
  std::string last_;
};

}  // namespace

int bench(const Options& options, int argc, char** argv) {
  if (options.help) {
    return is_helping_rank() ? 0 : help();
  }
  if (options.explain) {
    return explain(*options.explain);
  }
  const std::vector<Family> families = select_families(options);
  const auto selected = [&families](const Entry& entry) {
    return std::ranges::any_of(families, [&](const Family& family) { return family.entry == &entry; });
  };
  const Start start{.argc = argc, .argv = argv, .workers = options.workers, .selected = false};
  if (is_helping_rank()) {  // it writes nothing; where no strategy needs it, it is done
    return options.list_tests ? 0 : start_strategies(start, selected).value_or(0);
  }
  if (options.list_tests) {
    return list(families);
  }
  if (::write(STDOUT_FILENO, "", 0) != 0) {
    throw std::runtime_error(std::string("standard output can't be written (") + std::strerror(errno) + ")");
  }
  initialize_library(options, argv[0]);
  std::optional<bench_report::AtomicFile> out;
  if (options.out) {
    out.emplace(*options.out);
  }

  if (const auto status = start_strategies(start, selected)) {
    return *status;
  }
  check_memory(families);

  for (const std::string& warning : warnings()) {
    std::cerr << "bench: note: " << warning << '\n';
  }
  Journal journal;
  add_context(families, options);
  journal.expect(register_families(families, options, journal));
  Progress progress(isatty(STDERR_FILENO) == 1);
  journal.on_record = [&] { progress.update(journal.finished(), journal.expected()); };

  LossReport losses([&] { progress.clear(); });
  journal.on_worker_lost = [&](const std::string& loss) { losses.say(loss); };
  const auto write_interrupted = [&] {
    for (const Family& family : families) {
      if (const auto trouble = family.entry->trouble ? family.entry->trouble() : std::nullopt) {
        losses.say(*trouble);
      }
    }
    if (out && options.out_format == "json") {
      std::ostringstream text;
      journal.write_interrupted(text);
      out->write(text.str());
      out->commit();
    }
  };
  InterruptGuard guard(write_interrupted);
  DisplayReporter display(options.format == "console", [&] { progress.clear(); });
  FileReporter file(options.out_format);
  benchmark::RunSpecifiedBenchmarks(&display, out ? &file : nullptr);
  guard.finish();
  progress.clear();

  std::cout.flush();
  if (interrupted()) {
    write_interrupted();
    std::cerr << "bench: interrupted: " << journal.finished() << " of " << journal.expected()
              << " repetitions were finished" << (out ? " and are in " + *options.out : "") << '\n';
    return static_cast<int>(Exit::interrupted);
  }
  if (out) {
    out->write(file.text());
    out->commit();
  }
  if (!std::cout) {
    throw std::runtime_error("standard output can't be written: is the disk full?");
  }
  return static_cast<int>(display.has_errors() ? Exit::error_rows : Exit::measured);
}

}  // namespace parallelization
