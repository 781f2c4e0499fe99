// Collecting the context.
#include "benchmarks/context.hpp"

#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <unistd.h>

#include <Eigen/Core>
#include <cstdlib>
#include <map>
#include <sstream>

#include "benchmarks/build_info.hpp"
#include "benchmarks/commit.hpp"
#include "benchmarks/machine.hpp"
#include "kernels/launcher.hpp"
#include "kernels/vectorized/simd.hpp"

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

/// Does the library tell its users that it is a debug build?
bool library_calls_itself_debug() {
  std::ostringstream text;
  benchmark::JSONReporter reporter;
  reporter.SetOutputStream(&text);
  reporter.ReportContext(benchmark::BenchmarkReporter::Context());
  return text.str().find(R"("library_build_type": "debug")") != std::string::npos;
}

}  // namespace

void add_context(const std::vector<Family>& families, const Options& options) {
  std::map<std::string, std::string> context{
      {"commit", build::commit},
      {"commit_dirty", build::dirty ? "true" : "false"},
      {"compiler", build::compiler},
      {"compiler_flags", build::flags},
      {"build_type", build::type},
      {"google_benchmark_version", build::google_benchmark},
      {"eigen_version",
       fmt::format("{}.{}.{}", EIGEN_WORLD_VERSION, EIGEN_MAJOR_VERSION, EIGEN_MINOR_VERSION)},
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
  for (const auto& [key, value] : context) {
    benchmark::AddCustomContext(key, value);
  }
}

std::vector<std::string> warnings() {
  std::vector<std::string> lines;
  const unsigned processors = usable_processors();
  double load = 0;
  if (getloadavg(&load, 1) == 1 && load > 0.5 * processors) {
    lines.push_back(
        fmt::format("the load average is {:.1f} on {} processors: other programs are running, and times of "
                    "threads and processes will spread; stop them, or wait",
                    load, processors));
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
