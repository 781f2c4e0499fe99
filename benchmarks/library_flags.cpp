// Which of Google Benchmark's flags are acted on here, which it gets, and with what defaults.
#include "benchmarks/library_flags.hpp"

#include <benchmark/benchmark.h>
#include <dlfcn.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <utility>

#include "kernels/launcher.hpp"

namespace parallelization {
namespace {

/// As many as the outer quantiles of the tables need.
constexpr int default_repetitions = 20;
/// Seconds; chosen so that the default run of all host families stays under 150 s on 2 cores.
constexpr const char* default_min_time = "0.015";

/// Google Benchmark 1.7 refuses the unit that 1.8 introduced and 1.9 misses, and knows no fixed iterations.
constexpr bool knows_units_of_min_time = BENCHMARK_LIBRARY_VERSION >= 10800;

/// The value of a flag of Google Benchmark, in its order of precedence: the last on the command line, else
/// the environment's BENCHMARK_<NAME>.
class LibraryFlags {
 public:
  explicit LibraryFlags(std::vector<std::string> arguments) : arguments_(std::move(arguments)) {}

  std::optional<std::string> value(const std::string& name) const {
    const auto all = values(name);
    return all.empty() ? std::nullopt : std::optional<std::string>(all.back());
  }

  /// What the environment says, then all that was given on the command line.
  std::vector<std::string> values(const std::string& name) const {
    std::vector<std::string> all;
    if (const auto set = variable(name)) {
      all.push_back(*set);
    }
    const std::string flag = "--benchmark_" + name;
    for (const std::string& argument : arguments_) {
      if (argument == flag) {
        all.emplace_back("true");
      } else if (argument.starts_with(flag + "=")) {
        all.push_back(argument.substr(flag.size() + 1));
      }
    }
    return all;
  }

  static std::optional<std::string> variable(const std::string& name) {
    std::string key = "BENCHMARK_" + name;
    std::ranges::transform(key, key.begin(), [](char c) { return static_cast<char>(std::toupper(c)); });
    const char* const set = std::getenv(key.c_str());
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

benchmark::TimeUnit parse_time_unit(const std::string& unit) {
  for (const auto known :
       {benchmark::kNanosecond, benchmark::kMicrosecond, benchmark::kMillisecond, benchmark::kSecond}) {
    if (unit == benchmark::GetTimeUnitString(known)) {
      return known;
    }
  }
  throw UsageError("--benchmark_time_unit=" + unit + ": no such unit; there are ns, us, ms and s");
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

double parse_warmup(const std::string& text) {
  double seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc() || end != text.data() + text.size() || !(seconds >= 0) || seconds > 1e6) {
    throw UsageError("--benchmark_min_warmup_time=" + text +
                     ": not a time; give seconds, as in --benchmark_min_warmup_time=0.1");
  }
  return seconds;
}

void check_verbosity(const std::string& text) {
  int level = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), level);
  if (error != std::errc() || end != text.data() + text.size()) {
    throw UsageError("--v=" + text + ": give a whole number");
  }
}

/// The library splits at every `=` and takes the first of several values.
std::vector<std::pair<std::string, std::string>> parse_context(const std::string& text) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    const std::string pair = text.substr(begin, end - begin);
    const auto equals = pair.find('=');
    if (equals == std::string::npos || equals == 0 || pair.find('=', equals + 1) != std::string::npos) {
      throw UsageError("--benchmark_context=" + text + ": give key=value, several separated by commas");
    }
    pairs.emplace_back(pair.substr(0, equals), pair.substr(equals + 1));
    begin = end + 1;
  }
  return pairs;
}

std::vector<std::pair<std::string, std::string>> read_context(const LibraryFlags& flags) {
  std::vector<std::pair<std::string, std::string>> context;
  for (const std::string& text : flags.values("context")) {
    for (auto& pair : parse_context(text)) {
      if (std::ranges::find(context, pair.first, &std::pair<std::string, std::string>::first) !=
          context.end()) {
        throw UsageError("--benchmark_context=" + text + ": " + pair.first + " is given twice");
      }
      context.push_back(std::move(pair));
    }
  }
  return context;
}

/// The library reports nothing of what it has not got.
void check_perf_counters(const std::string& counters) {
  if (!counters.empty() && dlsym(RTLD_DEFAULT, "pfm_initialize") == nullptr) {
    throw UsageError("--benchmark_perf_counters=" + counters +
                     ": this Google Benchmark was built without libpfm and has no such counters");
  }
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
                           "display_aggregates_only", "counters_tabular", "dry_run"}) {
    is_true(flag, flags.value(flag).value_or("false"));
  }
  if (const std::string color = flags.value("color").value_or("auto"); color != "auto") {
    try {
      is_true("color", color);
    } catch (const UsageError&) {
      throw UsageError("--benchmark_color=" + color + ": give auto, true or false");
    }
  }
  for (const std::string& argument : given) {
    if (argument.starts_with("--v=")) {
      check_verbosity(argument.substr(4));
    }
  }
  check_perf_counters(flags.value("perf_counters").value_or(""));
}

/// mpirun gives the first rank a terminal of its own, whatever becomes of its output: colours are then only
/// for those who ask for them. https://no-color.org
bool wants_no_color() {
  const char* const no_color = std::getenv("NO_COLOR");
  return launched_rank() || (no_color != nullptr && *no_color != '\0');
}

void read_repetitions(Options& options, const LibraryFlags& flags) {
  auto& arguments = options.benchmark_arguments;
  const auto repetitions = flags.value("repetitions");
  options.repetitions = repetitions ? parse_repetitions(*repetitions) : default_repetitions;
  if (!repetitions) {
    arguments.push_back(fmt::format("--benchmark_repetitions={}", default_repetitions));
    if (!flags.value("display_aggregates_only") && !flags.value("report_aggregates_only")) {
      arguments.emplace_back("--benchmark_display_aggregates_only=true");
    }
  }
  options.own_table = !repetitions && !flags.value("display_aggregates_only") &&
                      !flags.value("report_aggregates_only") && !flags.value("counters_tabular");
  if (!flags.value("enable_random_interleaving")) {
    arguments.emplace_back("--benchmark_enable_random_interleaving=true");
  }
  const std::string min_time = flags.value("min_time").value_or(default_min_time);
  options.min_time = parse_min_time(min_time, options);
  arguments.push_back("--benchmark_min_time=" +
                      (options.fixed_iterations
                           ? min_time
                           : fmt::format("{}{}", options.min_time, knows_units_of_min_time ? "s" : "")));
  options.min_warmup_time = parse_warmup(flags.value("min_warmup_time").value_or("0"));
  if (is_true("dry_run", flags.value("dry_run").value_or("false"))) {
    options.repetitions = 1;
    options.fixed_iterations = true;
    options.min_warmup_time = 0;
  }
}

/// Flags and variables that say what is measured, not where it goes.
std::vector<std::string> deciding_flags(const std::vector<std::string>& arguments) {
  std::vector<std::string> left;
  for (const char* const name : {"filter", "min_time", "min_warmup_time", "repetitions", "perf_counters",
                                 "context", "time_unit", "dry_run", "enable_random_interleaving"}) {
    if (const auto value = LibraryFlags::variable(name)) {
      left.push_back("--benchmark_" + std::string(name) + "=" + *value);
    }
  }
  std::ranges::move(LibraryFlags(arguments).without({"out", "out_format", "format", "color"}),
                    std::back_inserter(left));
  return left;
}

}  // namespace

void read_library_flags(Options& options, const std::vector<std::string>& arguments) {
  const LibraryFlags flags(arguments);
  check_values(flags, arguments);
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
  options.time_unit = parse_time_unit(flags.value("time_unit").value_or("us"));
  options.context = read_context(flags);
  options.given = deciding_flags(options.given);

  auto& passed = options.benchmark_arguments;
  read_repetitions(options, flags);
  if (wants_no_color() && !flags.value("color")) {
    passed.emplace_back("--benchmark_color=false");
  }
  // These are acted on here: rows are chosen before they are registered, files are written whole or not at
  // all.
  std::ranges::move(flags.without({"filter", "list_tests", "out", "min_time"}), std::back_inserter(passed));
  passed.emplace_back("--benchmark_filter=.");
  passed.emplace_back("--benchmark_list_tests=false");
  // Makes the library use the file reporter that it is given; what that writes goes another way.
  passed.emplace_back(options.out ? "--benchmark_out=/dev/null" : "--benchmark_out=");
}

}  // namespace parallelization
