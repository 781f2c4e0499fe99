// `cuda/jit`: the function is traced while the program runs, printed as CUDA C++, and compiled by NVRTC for
// this very GPU. `cuda/jit/cold`: all of that in every run.
#include <fmt/format.h>

#include "cuda/device.hpp"
#include "cuda/device_strategy.hpp"
#include "kernels/jit/cuda_source.hpp"
#include "kernels/jit/nvrtc.hpp"
#include "kernels/jit/traced_function.hpp"

namespace parallelization::cuda {
namespace {

using Kernel = void (*)(const float* x, float* y, std::size_t count);

double open_compiler() {
  static const double seconds = [] {
    const auto start = jit::Clock::now();
    jit::open_nvrtc();
    return jit::seconds_since(start);
  }();
  return seconds;
}

std::string architecture() {
  int device = 0;
  int major = 0;
  int minor = 0;
  throw_on_error(cudaGetDevice(&device), "cudaGetDevice");
  throw_on_error(cudaDeviceGetAttribute(&major, cudaDevAttrComputeCapabilityMajor, device),
                 "cudaDeviceGetAttribute");
  throw_on_error(cudaDeviceGetAttribute(&minor, cudaDevAttrComputeCapabilityMinor, device),
                 "cudaDeviceGetAttribute");
  return fmt::format("sm_{}{}", major, minor);
}

/// The function's kernel in the device's memory, and what it took.
struct Compiled {
  jit::CompileTimes times;
  Owner<cudaLibrary_t, cudaLibraryUnload> library;
  Kernel kernel = nullptr;
};

Compiled compile_function() {
  Compiled compiled;
  compiled.times.open = open_compiler();
  auto start = jit::Clock::now();
  const jit::Graph graph = jit::trace_function();
  compiled.times.trace = jit::seconds_since(start);

  start = jit::Clock::now();
  const std::string cubin = jit::nvrtc_compile(jit::cuda_source(graph), architecture());
  compiled.times.compile = jit::seconds_since(start);

  start = jit::Clock::now();
  cudaLibrary_t library = nullptr;
  throw_on_error(cudaLibraryLoadData(&library, cubin.data(), nullptr, nullptr, 0, nullptr, nullptr, 0),
                 "cudaLibraryLoadData");
  compiled.library.reset(library);
  cudaKernel_t kernel = nullptr;
  throw_on_error(cudaLibraryGetKernel(&kernel, library, "f"), "cudaLibraryGetKernel");
  compiled.kernel = reinterpret_cast<Kernel>(kernel);  // the runtime launches either
  compiled.times.load = jit::seconds_since(start);
  return compiled;
}

class Jit : public DeviceStrategy {
 public:
  std::vector<Metric> metrics() override {
    auto list = DeviceStrategy::metrics();
    const auto times = compiled_->times.metrics();
    list.insert(list.end(), times.begin(), times.end());
    return list;
  }

 protected:
  Jit(const Setup& setup, const Compiled* compiled) : DeviceStrategy(setup), compiled_(compiled) {}

  void enqueue() override { launch(stream(), count(), 1, compiled_->kernel, x(), y(), count()); }

 private:
  const Compiled* compiled_;
};

/// Compiled once per process: the kernel is the same for every N.
class Warm final : public Jit {
 public:
  explicit Warm(const Setup& setup) : Jit(setup, &cached()) {}

 private:
  static const Compiled& cached() {
    static const Compiled once = compile_function();
    return once;
  }
};

class Cold final : public Jit {
 public:
  explicit Cold(const Setup& setup) : Jit(setup, &anew_) { open_compiler(); }

 private:
  /// The device's time is that of cuda/jit: what is new here is the host's.
  std::vector<Metric> metrics() override { return anew_.times.metrics(); }

  void enqueue() override {
    stream().synchronize();  // the kernel of the run before is unloaded now
    anew_ = compile_function();
    Jit::enqueue();
  }

  Compiled anew_;
};

std::optional<std::string> why_not() {
  if (auto reason = unavailable()) {
    return reason;
  }
  try {
    open_compiler();
    return std::nullopt;
  } catch (const std::exception& error) {
    return std::string("NVRTC, a part of the CUDA Toolkit, can't be opened: ") + error.what();
  }
}

Entry jit_entry(Entry entry) {
  entry = on_gpu(std::move(entry));
  entry.unavailable = why_not;
  return entry;
}

const Registration warm{jit_entry({.name = "cuda/jit",
                                   .summary = "traced, then compiled by NVRTC while the program runs",
                                   .make = make_strategy<Warm>,
                                   .moves_data = true,
                                   .explain = [] {
                                     const jit::Graph graph = jit::trace_function();
                                     return "Graph\n\n" + graph.text() + "\nCUDA C++\n\n" +
                                            jit::cuda_source(graph);
                                   }})};
const Registration cold{jit_entry({.name = "cuda/jit/cold",
                                   .summary = "traced and compiled by NVRTC anew in every run",
                                   .make = make_strategy<Cold>})};

}  // namespace
}  // namespace parallelization::cuda
