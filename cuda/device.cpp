// Asking the runtime, and NVIDIA's management library, for what the GPU is.
#include "cuda/device.hpp"

#include <dlfcn.h>
#include <fmt/format.h>

#include <array>
#include <memory>

#include "cuda/runtime.hpp"

namespace parallelization::cuda {
namespace {

constexpr int first_device = 0;

int attribute(cudaDeviceAttr which) {
  int value = 0;
  throw_on_error(cudaDeviceGetAttribute(&value, which, first_device), "cudaDeviceGetAttribute");
  return value;
}

/// CUDA counts 1000 · major + 10 · minor.
std::string version(int number) {
  return fmt::format("{}.{}", number / 1000, number % 1000 / 10);
}

int driver_version() {
  int number = 0;
  throw_on_error(cudaDriverGetVersion(&number), "cudaDriverGetVersion");
  return number;
}

int runtime_version() {
  int number = 0;
  throw_on_error(cudaRuntimeGetVersion(&number), "cudaRuntimeGetVersion");
  return number;
}

/// NVIDIA's management library, which comes with the driver: the only one that knows the clocks of this
/// moment. Opened on demand, so that nothing is linked that a machine without a GPU lacks. Its functions and
/// constants: docs.nvidia.com/deploy/nvml-api.
class Management {
 public:
  Management() : library_(dlopen("libnvidia-ml.so.1", RTLD_NOW | RTLD_LOCAL)) {
    const auto start = function<int()>("nvmlInit_v2");
    started_ = start != nullptr && start() == success;
  }
  Management(const Management&) = delete;
  Management& operator=(const Management&) = delete;
  ~Management() {
    if (started_) {
      function<int()>("nvmlShutdown")();
    }
  }

  std::string driver() const {
    std::array<char, 80> text{};
    const auto get = function<int(char*, unsigned)>("nvmlSystemGetDriverVersion");
    const bool known = started_ && get != nullptr && get(text.data(), text.size()) == success;
    return known ? text.data() : "unknown";
  }

  /// "1980 MHz, memory 2619 MHz".
  std::string clocks(const std::string& bus_id) const {
    constexpr int multiprocessors = 1;
    constexpr int memory = 2;
    void* device = nullptr;
    unsigned fast = 0;
    unsigned wide = 0;
    const auto find = function<int(const char*, void**)>("nvmlDeviceGetHandleByPciBusId_v2");
    const auto clock = function<int(void*, int, unsigned*)>("nvmlDeviceGetClockInfo");
    const bool known =
        started_ && find != nullptr && clock != nullptr && find(bus_id.c_str(), &device) == success &&
        clock(device, multiprocessors, &fast) == success && clock(device, memory, &wide) == success;
    return known ? fmt::format("{} MHz, memory {} MHz", fast, wide) : "unknown";
  }

 private:
  static constexpr int success = 0;

  struct Close {
    void operator()(void* library) const { dlclose(library); }
  };

  template <class Signature>
  Signature* function(const char* name) const {
    return library_ ? reinterpret_cast<Signature*>(dlsym(library_.get(), name)) : nullptr;
  }

  std::unique_ptr<void, Close> library_;
  bool started_ = false;
};

std::vector<std::pair<std::string, std::string>> ask_for_context() {
  cudaDeviceProp properties{};
  throw_on_error(cudaGetDeviceProperties(&properties, first_device), "cudaGetDeviceProperties");
  std::array<char, 32> bus_id{};
  throw_on_error(cudaDeviceGetPCIBusId(bus_id.data(), bus_id.size(), first_device), "cudaDeviceGetPCIBusId");
  const Management management;
  return {
      {"gpu", properties.name},
      {"gpu_compute_capability", fmt::format("{}.{}", properties.major, properties.minor)},
      {"gpu_multiprocessors", std::to_string(properties.multiProcessorCount)},
      {"gpu_memory", fmt::format("{:.1f} GiB", static_cast<double>(properties.totalGlobalMem) / 0x1p30)},
      {"gpu_l2_cache", fmt::format("{} KiB", properties.l2CacheSize / 1024)},
      {"gpu_ecc", properties.ECCEnabled != 0 ? "on" : "off"},
      {"gpu_clocks_at_start", management.clocks(bus_id.data())},
      {"gpu_clocks_at_most", fmt::format("{} MHz, memory {} MHz", attribute(cudaDevAttrClockRate) / 1000,
                                         attribute(cudaDevAttrMemoryClockRate) / 1000)},
      {"gpu_driver", management.driver()},
      {"cuda_version_of_driver", version(driver_version())},
      {"cuda_version_of_runtime", version(runtime_version())},
  };
}

}  // namespace

std::optional<std::string> unavailable() {
  int count = 0;
  const cudaError_t status = cudaGetDeviceCount(&count);
  if (status == cudaSuccess) {
    return count > 0 ? std::nullopt : std::optional("no GPU is visible");
  }
  const std::string error = fmt::format("{}: {}", cudaGetErrorName(status), cudaGetErrorString(status));
  if (status == cudaErrorInsufficientDriver) {
    const int driver = driver_version();
    return driver == 0
               ? fmt::format("no NVIDIA driver ({})", error)
               : fmt::format(
                     "the NVIDIA driver is too old: it serves CUDA {}, this program was built with {} ({})",
                     version(driver), version(runtime_version()), error);
  }
  return fmt::format("no GPU ({})", error);
}

std::string memory_level(std::size_t bytes) {
  if (bytes <= static_cast<std::size_t>(attribute(cudaDevAttrL2CacheSize))) {
    return "GPU L2";
  }
  constexpr int least_bits_of_hbm = 1024;  // of one stack; GDDR boards have up to 512 in all
  return attribute(cudaDevAttrGlobalMemoryBusWidth) >= least_bits_of_hbm ? "HBM" : "GDDR";
}

std::vector<std::pair<std::string, std::string>> context() {
  static const auto lines = ask_for_context();
  return lines;
}

}  // namespace parallelization::cuda
