// What all engines of this folder begin with: the function that is measured, traced; and what they report of
// the way from there.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "kernels/function.hpp"
#include "kernels/jit/tracer.hpp"
#include "kernels/strategy.hpp"

namespace parallelization::jit {

using Clock = std::chrono::steady_clock;

inline double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

inline Graph trace_function() {
  return trace([](const Traced& x) { return f(x); });
}

/// What the way from the C++ function to code that can be called took, in seconds.
struct CompileTimes {
  double open = 0;  ///< opening the compiler: once per process, not a part of any call
  double trace = 0;
  double compile = 0;
  std::optional<double> load = {};  ///< none: compile has it

  std::vector<Metric> metrics() const {
    std::vector<Metric> list{{.name = "open_seconds", .value = open},
                             {.name = "trace_seconds", .value = trace},
                             {.name = "compile_seconds", .value = compile}};
    if (load) {
      list.push_back({.name = "load_seconds", .value = *load});
    }
    return list;
  }
};

}  // namespace parallelization::jit
