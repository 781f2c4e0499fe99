// What `bench` does, in order: choose rows, list them and leave, or start helpers, measure, write.
#include "benchmarks/bench.hpp"

#include <benchmark/benchmark.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <iostream>
#include <optional>
#include <sstream>

#include "benchmarks/context.hpp"
#include "benchmarks/families.hpp"
#include "benchmarks/measurement.hpp"
#include "benchmarks/output.hpp"
#include "kernels/launcher.hpp"
#include "kernels/stop_signals.hpp"

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

/// Words in lines of at most 80 columns, all indented.
std::string wrapped(const std::string& text) {
  constexpr std::size_t columns = 80;
  std::istringstream words(text);
  std::string lines;
  std::string line;
  for (std::string word; words >> word;) {
    if (!line.empty() && line.size() + 1 + word.size() > columns) {
      lines += line + '\n';
      line.clear();
    }
    line += (line.empty() ? "    " : " ") + word;
  }
  return lines + line + '\n';
}

int list_families() {
  for (const Entry& entry : strategies()) {
    const auto reason = entry.unavailable ? entry.unavailable() : std::nullopt;
    std::cout << entry.name << '\n'
              << wrapped(entry.summary) << wrapped(reason ? "not here: " + *reason : "available");
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

int print(const std::string& text) {
  std::cout << text << std::flush;
  if (!std::cout) {
    throw std::runtime_error("standard output can't be written");
  }
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
  return print(entry->explain());
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

}  // namespace

int bench(const Options& options, int argc, char** argv) {
  if (options.help) {
    return is_helping_rank() ? 0 : help();
  }
  if (options.version) {
    return is_helping_rank() ? 0 : print(version_text() + '\n');
  }
  if (options.explain) {
    return explain(*options.explain);
  }
  if (options.list_families) {
    return is_helping_rank() ? 0 : list_families();
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
  block_stop_signals();  // those that come before anybody waits for them are not lost
  initialize_library(options, argv[0]);
  std::vector<std::string> notes;
  std::optional<Output> out;
  if (options.out) {
    out.emplace(*options.out, notes);
  }

  if (const auto status = start_strategies(start, selected)) {
    return *status;
  }
  check_memory(families);
  add_context(families, options);
  return Measurement(families, options, out, notes).run();
}

}  // namespace parallelization
