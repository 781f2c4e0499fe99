// Reading the command line: our flags by CLI11; of Google Benchmark's, those whose mistakes it would let
// pass.
#include "benchmarks/options.hpp"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <limits>
#include <regex>

#include "benchmarks/array_sizes.hpp"
#include "benchmarks/machine.hpp"
#include "kernels/strategy.hpp"

namespace parallelization {
namespace {

constexpr int default_repetitions = 12;
/// Seconds; chosen so that the default run of all host families stays under 150 s on 2 cores.
constexpr const char* default_min_time = "0.03";

/// Google Benchmark 1.7 refuses the unit that 1.8 introduced, and knows no fixed iterations.
constexpr bool knows_units_of_min_time = BENCHMARK_LIBRARY_VERSION >= 10800;

/// The value of a flag of Google Benchmark, in its order of precedence: the last on the command line, else
/// the environment's BENCHMARK_<NAME>.
class LibraryFlags {
 public:
  explicit LibraryFlags(std::vector<std::string> arguments) : arguments_(std::move(arguments)) {}

  std::optional<std::string> value(const std::string& name) const {
    const std::string flag = "--benchmark_" + name;
    std::optional<std::string> last;
    for (const std::string& argument : arguments_) {
      if (argument == flag) {
        last = "true";
      } else if (argument.starts_with(flag + "=")) {
        last = argument.substr(flag.size() + 1);
      }
    }
    if (last) {
      return last;
    }
    std::string variable = "BENCHMARK_" + name;
    std::ranges::transform(variable, variable.begin(),
                           [](char c) { return static_cast<char>(std::toupper(c)); });
    const char* const set = std::getenv(variable.c_str());
    return set == nullptr ? std::nullopt : std::optional<std::string>(set);
  }

  /// All flags but those named.
  std::vector<std::string> without(std::initializer_list<std::string_view> names) const {
    std::vector<std::string> left;
    std::ranges::copy_if(arguments_, std::back_inserter(left), [&](const std::string& argument) {
      return std::ranges::none_of(names, [&](std::string_view name) {
        const std::string flag = "--benchmark_" + std::string(name);
        return argument == flag || argument.starts_with(flag + "=");
      });
    });
    return left;
  }

 private:
  std::vector<std::string> arguments_;
};

double parse_min_time(const std::string& text, Options& options) {
  double seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  if (error == std::errc() && unit == "x" && seconds >= 1) {
    if (!knows_units_of_min_time) {
      throw UsageError("--benchmark_min_time=" + text +
                       ": this version of Google Benchmark has no fixed number of " +
                       "iterations; give seconds, as in --benchmark_min_time=0.1");
    }
    options.fixed_iterations = true;
    return 0;
  }
  if (error != std::errc() || (!unit.empty() && unit != "s") || !(seconds >= 0) || seconds > 1e6) {
    throw UsageError("--benchmark_min_time=" + text +
                     ": not a time; give seconds, as in --benchmark_min_time=0.1");
  }
  return seconds;
}

int parse_repetitions(const std::string& text) {
  int repetitions = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), repetitions);
  if (error != std::errc() || end != text.data() + text.size() || repetitions < 1) {
    throw UsageError("--benchmark_repetitions=" + text + ": give a whole number from 1 on");
  }
  return repetitions;
}

void check_format(const std::string& flag, const std::string& format) {
  if (format != "console" && format != "json" && format != "csv") {
    throw UsageError(flag + "=" + format + ": no such format; there are console, json and csv");
  }
}

void check_time_unit(const std::string& unit) {
  if (unit != "ns" && unit != "us" && unit != "ms" && unit != "s") {
    throw UsageError("--benchmark_time_unit=" + unit + ": no such unit; there are ns, us, ms and s");
  }
}

/// A switch's value; the library takes everything else for true.
bool is_true(const std::string& flag, std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) { return static_cast<char>(std::tolower(c)); });
  if (text == "true" || text == "yes" || text == "on" || text == "1" || text == "t" || text == "y") {
    return true;
  }
  if (text == "false" || text == "no" || text == "off" || text == "0" || text == "f" || text == "n") {
    return false;
  }
  throw UsageError("--benchmark_" + flag + "=" + text + ": give true or false");
}

/// The library takes a flag without a value for "true": right for switches, but `--benchmark_out` would write
/// a file of that name.
void check_values(const LibraryFlags& flags, const std::vector<std::string>& given) {
  for (const char* flag : {"filter", "repetitions", "min_time", "min_warmup_time", "format", "out",
                           "out_format", "time_unit", "context", "perf_counters"}) {
    const std::string bare = std::string("--benchmark_") + flag;
    if (std::ranges::find(given, bare) != given.end()) {
      throw UsageError(bare + ": wants a value, as in " + bare + "=…");
    }
  }
  for (const char* flag : {"list_tests", "enable_random_interleaving", "report_aggregates_only",
                           "display_aggregates_only", "counters_tabular"}) {
    is_true(flag, flags.value(flag).value_or("false"));
  }
  check_time_unit(flags.value("time_unit").value_or("ns"));
}

void read_library_flags(Options& options, const std::vector<std::string>& given) {
  const LibraryFlags flags(given);
  check_values(flags, given);
  options.filter = flags.value("filter").value_or(options.filter);
  options.list_tests = is_true("list_tests", flags.value("list_tests").value_or("false"));
  options.format = flags.value("format").value_or(options.format);
  check_format("--benchmark_format", options.format);
  options.out = flags.value("out");
  if (options.out == "") {
    options.out = std::nullopt;
  }
  options.out_format = flags.value("out_format").value_or(options.out_format);
  check_format("--benchmark_out_format", options.out_format);

  auto& arguments = options.benchmark_arguments;
  const auto repetitions = flags.value("repetitions");
  options.repetitions = repetitions ? parse_repetitions(*repetitions) : default_repetitions;
  if (!repetitions) {
    arguments.push_back(fmt::format("--benchmark_repetitions={}", default_repetitions));
    if (!flags.value("display_aggregates_only") && !flags.value("report_aggregates_only")) {
      arguments.emplace_back("--benchmark_display_aggregates_only=true");
    }
  }
  if (!flags.value("enable_random_interleaving")) {
    arguments.emplace_back("--benchmark_enable_random_interleaving=true");
  }
  const std::string min_time = flags.value("min_time").value_or(default_min_time);
  options.min_time = parse_min_time(min_time, options);
  arguments.push_back("--benchmark_min_time=" +
                      (options.fixed_iterations ? min_time : fmt::format("{}", options.min_time)));

  // These are acted on here: rows are chosen before they are registered, files are written whole or not at
  // all.
  std::ranges::move(flags.without({"filter", "list_tests", "out", "min_time"}),
                    std::back_inserter(arguments));
  arguments.emplace_back("--benchmark_filter=.");
  arguments.emplace_back("--benchmark_list_tests=false");
  // Makes the library use the file reporter that it is given; what that writes goes another way.
  arguments.emplace_back(options.out ? "--benchmark_out=/dev/null" : "--benchmark_out=");
}

std::unique_ptr<CLI::App> command_line(Options& options) {
  auto app = std::make_unique<CLI::App>(
      "bench: which parallelization strategy computes y = x + x² + x³ over an N×N float32 array fastest,\n"
      "and from which N on? Measures all strategies, or those that --benchmark_filter=REGEX names.",
      "bench");
  app->set_help_flag();
  app->allow_extras();
  app->add_flag("-h,--help", options.help, "Print this help and exit");
  app->add_option("--sizes", options.sizes, "Values of N, separated by commas")
      ->delimiter(',')
      ->type_name("N,N,…")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1} << 24U));
  app->add_option("--workers", options.workers,
                  "Threads, processes or ranks at most; default: all processors that this process may use")
      ->type_name("K")
      ->check(CLI::Range(1U, 4096U));
  app->add_option("--seed", options.seed, "Seed of the input, a whole number; default: 42")
      ->type_name("SEED")
      ->check(CLI::Range(std::int64_t{0}, std::numeric_limits<std::int64_t>::max()));
  app->add_option("--explain", options.explain,
                  "Print what a family compiles while the program runs (jit/llvm …), and exit")
      ->type_name("FAMILY");
  for (const Entry& entry : strategies()) {
    for (const Flag& flag : entry.flags) {
      app->add_option_function<std::string>(
             "--" + flag.name,
             [&flag](const std::string& value) {
               if (const auto wrong = flag.set(value)) {
                 throw UsageError("--" + flag.name + "=" + value + ": " + *wrong);
               }
             },
             flag.help)
          ->type_name(flag.value_name);
    }
  }
  return app;
}

}  // namespace

Options parse_options(int argc, char** argv) {
  Options options;
  options.workers = usable_processors();
  const auto app = command_line(options);
  try {
    app->parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    std::string message = error.what();
    std::ranges::replace(message, '\n', ' ');
    throw UsageError(message + " (bench --help lists the flags)");
  }
  options.sizes_given = !options.sizes.empty();
  if (!options.sizes_given) {
    options.sizes.assign(default_sizes.begin(), default_sizes.end());
  }
  std::ranges::sort(options.sizes);
  options.sizes.erase(std::unique(options.sizes.begin(), options.sizes.end()), options.sizes.end());

  const std::vector<std::string> rest = app->remaining();
  const auto stranger = std::ranges::find_if(rest, [](const std::string& argument) {
    return !argument.starts_with("--benchmark_") && !argument.starts_with("--v=");
  });
  if (stranger != rest.end()) {
    throw UsageError(*stranger + ": unknown argument (bench --help lists the flags)");
  }
  read_library_flags(options, rest);
  return options;
}

std::string own_help() {
  Options unused;
  return command_line(unused)->help();
}

}  // namespace parallelization
