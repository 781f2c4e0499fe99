// Collecting the context.
#include "benchmarks/context.hpp"

#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <unistd.h>

#include <Eigen/Core>
#include <algorithm>
#include <array>
#include <cstdlib>
#include <iterator>
#include <map>
#include <sstream>
#include <string_view>

#include "benchmarks/build_info.hpp"
#include "benchmarks/machine.hpp"
#include "kernels/function.hpp"
#include "kernels/launcher.hpp"
#include "kernels/vectorized/simd.hpp"
#include "tools/command_line/version.hpp"

namespace parallelization {
namespace {

std::string caches() {
  std::string text;
  for (const auto& cache : benchmark::CPUInfo::Get().caches) {
    if (cache.type != "Instruction") {
      text += fmt::format("{}L{} {} KiB", text.empty() ? "" : ", ", cache.level, cache.size / 1024);
    }
  }
  return text.empty() ? "unknown" : text;
}

std::string eigen_version() {
  return fmt::format("{}.{}.{}", EIGEN_WORLD_VERSION, EIGEN_MAJOR_VERSION, EIGEN_MINOR_VERSION);
}

/// What all families compute.
std::string job() {
  return fmt::format("y = {}", function::formula);
}

std::string input() {
  const auto& [kind, first, second] = function::input;
  return fmt::format("{}({}, {})", kind == Distribution::Kind::normal ? "normal" : "uniform", first, second);
}

/// As JSON writes text.
std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < ' ') {
      result += fmt::format("\\u{:04x}", c);
    } else {
      result += c == '"' || c == '\\' ? std::string{'\\', c} : std::string(1, c);
    }
  }
  return result + '"';
}

/// Does the library tell its users that it is a debug build?
bool library_calls_itself_debug() {
  std::ostringstream text;
  benchmark::JSONReporter reporter;
  reporter.SetOutputStream(&text);
  reporter.ReportContext(benchmark::BenchmarkReporter::Context());
  return text.str().find(R"("library_build_type": "debug")") != std::string::npos;
}

/// Keys of the library itself, and those that with_members() adds.
constexpr auto other_keys = std::to_array<std::string_view>(
    {"date", "host_name", "executable", "num_cpus", "mhz_per_cpu", "caches", "load_avg",
     "cpu_scaling_enabled", "aslr_enabled", "library_version", "interrupted", "flags", "library_build_type",
     "json_schema_version", "other_processors"});

/// What strategies add begins with one of these, whether they are selected or not.
constexpr auto prefixes_of_strategies = std::to_array<std::string_view>({"gpu", "cuda_", "mpi_"});

/// What was measured or built is stated by nobody but this program: `compare` believes it.
void refuse_own_keys(const Options& options, const std::map<std::string, std::string>& own) {
  for (const auto& [key, value] : options.context) {
    const auto begins_with = [&key = key](std::string_view prefix) { return key.starts_with(prefix); };
    if (own.contains(key) || std::ranges::find(other_keys, key) != other_keys.end() ||
        std::ranges::any_of(prefixes_of_strategies, begins_with)) {
      throw UsageError(
          fmt::format("--benchmark_context={}={}: bench states this itself; give another key", key, value));
    }
  }
}

}  // namespace

std::string describe_others(double processors_used) {
  const unsigned processors = usable_processors();
  return fmt::format("other programs use {:.1f} of {} {}", processors_used, processors,
                     processors == 1 ? "processor" : "processors");
}

std::string with_members(std::string json, const std::vector<std::string>& members) {
  const std::string_view opening = "\"context\": {\n";
  const auto place = json.find(opening);
  if (place == std::string::npos) {
    throw std::logic_error("this version of Google Benchmark begins its JSON in an unknown way");
  }
  std::string lines;
  for (const std::string& member : members) {
    lines += "    " + member + ",\n";
  }
  return json.insert(place + opening.size(), lines);
}

std::string flags_member(const Options& options) {
  std::string list;
  for (const std::string& flag : options.given) {
    list += (list.empty() ? "" : ", ") + quoted(flag);
  }
  return "\"flags\": [" + list + "]";
}

std::string others_member(const std::vector<double>& processors_used) {
  std::string list;
  for (const double processors : processors_used) {
    list += (list.empty() ? "" : ", ") + fmt::format("{:.2f}", processors);
  }
  return "\"other_processors\": [" + list + "]";
}

void add_context(const std::vector<Family>& families, const Options& options) {
  std::map<std::string, std::string> context{
      {"contest", job()},  // so that bench-report says which family is the best
      {"function", function::name},
      {"formula", function::formula},
      {"input", input()},
      {"commit", std::string(command_line::commit())},
      {"commit_dirty", command_line::has_uncommitted_changes() ? "true" : "false"},
      {"compiler", build::compiler},
      {"compiler_flags", build::flags},
      {"build_type", build::type},
      {"google_benchmark_version", build::google_benchmark},
      {"eigen_version", eigen_version()},
      {"highway_version", simd::library_version()},
      {"instruction_set", simd::instruction_set()},
      {"processor", processor_model()},
      {"processor_caches", caches()},
      {"usable_processors", std::to_string(usable_processors())},
      {"frequency_governor", frequency_governor()},
      {"virtualization", virtualization()},
      {"operating_system", operating_system()},
      {"workers", std::to_string(options.workers)},
      {"seed", std::to_string(options.seed)},
  };
  for (const Family& family : families) {
    const Entry& entry = *family.entry;
    if (entry.context && !(entry.unavailable && entry.unavailable())) {
      for (auto& [key, value] : entry.context()) {
        context[key] = value;
      }
    }
  }
  refuse_own_keys(options, context);
  for (const auto& [key, value] : context) {
    benchmark::AddCustomContext(key, value);
  }
}

std::string version_text() {
  std::vector<std::string> libraries{std::string("Google Benchmark ") + build::google_benchmark,
                                     "Eigen " + eigen_version(), "Highway " + simd::library_version()};
  std::ranges::copy(command_line::shared_libraries(), std::back_inserter(libraries));
  std::ranges::copy(build::backends, std::back_inserter(libraries));
  return fmt::format("{}\nfunction {}, {}", command_line::version_text("bench", libraries), function::name,
                     job());
}

std::vector<std::string> warnings(double used_by_others) {
  std::vector<std::string> lines;
  const unsigned processors = usable_processors();
  constexpr double noticeable = 0.1;
  if (used_by_others > noticeable * processors) {
    lines.push_back(describe_others(used_by_others) +
                    ": times of threads and processes will spread; stop them, or wait");
  }
  if (processors == 1 && launched_rank() && sysconf(_SC_NPROCESSORS_ONLN) > 1) {
    lines.emplace_back(
        "the launcher has bound this rank to one processor: families of threads are measured on it alone; "
        "mpirun --bind-to none leaves them all processors");
  }
  const std::string governor = frequency_governor();
  if (governor != "none" && governor != "performance") {
    lines.push_back(
        fmt::format("the processors' frequency is scaled (governor {}): times depend on what ran before; try "
                    "`cpupower frequency-set -g performance`",
                    governor));
  }
  if (library_calls_itself_debug()) {
    lines.emplace_back(
        "the Google Benchmark library calls itself a DEBUG build, as Debian's package always does: a false "
        "alarm, it is optimised and its times are right");
  }
  return lines;
}

}  // namespace parallelization
