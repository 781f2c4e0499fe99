// The stand-in for the CUDA runtime: queues of work, memory that only the device may touch, and planned
// failures.
#include "cuda/stand_in/stand_in.hpp"

#include <sanitizer/asan_interface.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <iostream>
#include <map>
#include <memory>
#include <new>
#include <random>
#include <sstream>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <vector>

namespace {

/// Memory as CUDA gives it: aligned to 256 bytes, here full of NaN, and with ASan's fences right at its ends.
class Block {
 public:
  explicit Block(std::size_t size) : size_(size), data_(::operator new(size, alignment)) { fill(); }
  Block(const Block&) = delete;
  Block& operator=(const Block&) = delete;
  ~Block() {
    open();
    ::operator delete(data_, alignment);
  }

  void* data() const { return data_; }
  bool contains(const void* memory, std::size_t size) const {
    const auto begin = reinterpret_cast<std::uintptr_t>(data_);
    const auto from = reinterpret_cast<std::uintptr_t>(memory);
    return begin <= from && from + size <= begin + size_;
  }
  void fill() const { std::memset(data_, 0xff, size_); }
  void close() const { ASAN_POISON_MEMORY_REGION(data_, size_); }
  void open() const { ASAN_UNPOISON_MEMORY_REGION(data_, size_); }

  bool allocated = true;  ///< in the order of the work done; false before and after

 private:
  static constexpr std::align_val_t alignment{256};
  std::size_t size_;
  void* data_;
};

/// One recording of an event: later recordings of it do not disturb who waits for this one.
struct Recording {
  bool done = false;
  double time = 0;  ///< seconds on the device's clock
};

/// What a stream does next: something, or waiting.
struct Step {
  std::function<void()> action;
  std::shared_ptr<Recording> after;
};

}  // namespace

struct CUstream_st {
  std::deque<Step> queue;
  cudaGraph_t recording = nullptr;
};

struct CUevent_st {
  std::shared_ptr<Recording> last;
  bool keeps_time = true;
};

struct CUgraph_st {
  std::vector<std::function<void()>> nodes;
  std::size_t allocated = 0;  ///< blocks that its nodes allocate and do not free
};

struct CUgraphExec_st {
  std::shared_ptr<const CUgraph_st> graph;
};

namespace {

constexpr int built_with = 13000;  // CUDA 13.0
constexpr double seconds_per_piece = 1e-6;
constexpr double seconds_per_element = 1e-9;

/// All that the stand-in knows.
class Machine {
 public:
  Machine() { read_environment(); }
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;
  ~Machine() {
    if (const std::string rest = left(); !rest.empty()) {
      std::cerr << "CUDA stand-in: at the end of the program there were left: " << rest << std::endl;
      std::_Exit(99);
    }
  }

  /// Asked at the top of every function that may fail: shall this call?
  cudaError_t enter(const std::string& function) {
    ++calls;
    if (lost != cudaSuccess) {
      return lost;
    }
    if (planned_calls_ > 0 && (planned_function_.empty() || planned_function_ == function) &&
        --planned_calls_ == 0) {
      lost = planned_to_stay_ ? planned_error_ : cudaSuccess;
      return planned_error_;
    }
    return cudaSuccess;
  }

  void plan(const std::string& function, std::size_t call, cudaError_t error, bool to_stay = false) {
    planned_to_stay_ = to_stay;
    planned_function_ = function;
    planned_calls_ = call;
    planned_error_ = error;
  }

  void plan_loss(std::size_t after, cudaError_t error) {
    pieces_until_lost_ = after + 1;
    loss_ = error;
  }

  void repair() {
    planned_calls_ = 0;
    pieces_until_lost_ = 0;
    lost = cudaSuccess;
    devices = cudaSuccess;
    driver = built_with;
  }

  bool knows(cudaStream_t stream) const { return std::ranges::find(streams, stream) != streams.end(); }

  cudaError_t put(cudaStream_t stream, std::function<void()> action) {
    if (!knows(stream)) {
      return cudaErrorInvalidResourceHandle;
    }
    if (stream->recording != nullptr) {
      stream->recording->nodes.push_back(std::move(action));
    } else {
      stream->queue.push_back({.action = std::move(action), .after = nullptr});
    }
    return cudaSuccess;
  }

  /// Works until `done`, and no longer: of the streams that can go on, always the one with the highest
  /// priority.
  cudaError_t run_until(const std::function<bool()>& done) {
    auto by_priority = streams;
    std::ranges::shuffle(by_priority, random);
    while (!done()) {
      const auto next = std::ranges::find_if(by_priority, [](cudaStream_t stream) {
        return !stream->queue.empty() && (!stream->queue.front().after || stream->queue.front().after->done);
      });
      if (next == by_priority.end()) {
        throw std::logic_error("CUDA stand-in: all streams wait for each other");
      }
      const Step step = std::move((*next)->queue.front());
      (*next)->queue.pop_front();
      if (step.action) {
        step.action();
      }
    }
    return lost;
  }

  cudaError_t run_everything() {
    return run_until(
        [this] { return std::ranges::all_of(streams, [](cudaStream_t s) { return s->queue.empty(); }); });
  }

  /// One piece of work, during which the device's memory is open; nothing, once the device is lost.
  void work(std::size_t elements, const std::function<void()>& action) {
    if (lost == cudaSuccess && pieces_until_lost_ > 0 && --pieces_until_lost_ == 0) {
      lost = loss_;
    }
    if (lost != cudaSuccess) {
      return;
    }
    ++pieces;
    clock += seconds_per_piece + seconds_per_element * static_cast<double>(elements);
    for (const auto& [data, block] : on_device_) {
      if (block->allocated) {
        block->open();
      }
    }
    action();
    for (const auto& [data, block] : on_device_) {
      block->close();
    }
  }

  /// A block of the device's memory, which lasts as long as somebody has the pointer.
  std::shared_ptr<Block> device_block(std::size_t size) {
    std::shared_ptr<Block> block(new Block(size), [this](Block* gone) {
      on_device_.erase(gone->data());
      delete gone;
    });
    block->close();
    on_device_[block->data()] = block.get();
    return block;
  }

  Block* find_on_device(const void* memory, std::size_t size) const { return find(on_device_, memory, size); }
  bool is_pinned(const void* memory, std::size_t size) const { return find(pinned, memory, size) != nullptr; }

  std::string left() const {
    const std::array<std::pair<std::size_t, const char*>, 6> counts{
        {{streams.size(), "streams"},
         {events, "events"},
         {graphs, "graphs"},
         {executables, "executable graphs"},
         {device.size(), "blocks of device memory"},
         {pinned.size(), "blocks of pinned memory"}}};
    std::string text;
    for (const auto& [count, what] : counts) {
      if (count != 0) {
        text += (text.empty() ? "" : ", ") + std::to_string(count) + " " + what;
      }
    }
    return text;
  }

  std::vector<cudaStream_t> streams;
  std::map<const void*, std::shared_ptr<Block>> device;
  std::map<const void*, std::shared_ptr<Block>> pinned;
  std::size_t events = 0;
  std::size_t graphs = 0;
  std::size_t executables = 0;
  std::size_t calls = 0;
  std::size_t pieces = 0;
  double clock = 0;  ///< seconds
  cudaError_t lost = cudaSuccess;
  cudaError_t devices = cudaSuccess;
  int driver = built_with;
  std::mt19937 random;

 private:
  template <class Map>
  static Block* find(const Map& blocks, const void* memory, std::size_t size) {
    auto place = blocks.upper_bound(memory);
    if (place == blocks.begin()) {
      return nullptr;
    }
    --place;
    return place->second->contains(memory, size) ? &*place->second : nullptr;
  }

  /// The fields of a variable such as CUDA_STAND_IN_FAIL=cudaMalloc:3:2; empty where it is not set.
  static std::vector<std::string> fields(const char* variable) {
    const char* const text = std::getenv(variable);
    std::istringstream stream(text == nullptr ? "" : text);
    std::vector<std::string> fields;
    for (std::string field; std::getline(stream, field, ':');) {
      fields.push_back(field);
    }
    return fields;
  }

  void read_environment() {
    if (const auto values = fields("CUDA_STAND_IN_SEED"); !values.empty()) {
      random.seed(static_cast<unsigned>(std::stoul(values.at(0))));
    }
    if (const auto values = fields("CUDA_STAND_IN_FAIL"); !values.empty()) {
      plan(values.at(0), std::stoul(values.at(1)), static_cast<cudaError_t>(std::stoi(values.at(2))),
           values.size() > 3 && values[3] == "stays");
    }
    if (const auto values = fields("CUDA_STAND_IN_DEVICES"); !values.empty()) {
      devices = static_cast<cudaError_t>(std::stoi(values.at(0)));
      driver = std::stoi(values.at(1));
    }
  }

  std::map<const void*, Block*> on_device_;
  std::string planned_function_;
  std::size_t planned_calls_ = 0;
  cudaError_t planned_error_ = cudaSuccess;
  bool planned_to_stay_ = false;
  std::size_t pieces_until_lost_ = 0;
  cudaError_t loss_ = cudaSuccess;
};

Machine& machine() {
  static Machine the_machine;
  return the_machine;
}

/// Calls `body`, which does what the function is for, unless this call is to fail.
template <class Body>
cudaError_t function(const char* name, Body body) {
  const cudaError_t error = machine().enter(name);
  return error == cudaSuccess ? body() : error;
}

/// The same for a function that frees: it does so in any case.
template <class Body>
cudaError_t freeing_function(const char* name, Body body) {
  const cudaError_t error = machine().enter(name);
  const cudaError_t outcome = body();
  return error == cudaSuccess ? outcome : error;
}

cudaError_t make_event(cudaEvent_t* event, bool keeps_time) {
  *event = new CUevent_st{.last = nullptr, .keeps_time = keeps_time};
  ++machine().events;
  return cudaSuccess;
}

}  // namespace

namespace cuda_stand_in {

void set_seed(unsigned seed) {
  machine().random.seed(seed);
}

void fail(const std::string& function, std::size_t call, cudaError_t error) {
  machine().plan(function, call, error);
}

void lose_device(std::size_t pieces, cudaError_t error) {
  machine().plan_loss(pieces, error);
}

void set_devices(cudaError_t error, int driver_version) {
  machine().devices = error;
  machine().driver = driver_version;
}

void repair() {
  machine().repair();
}

std::size_t calls() {
  return machine().calls;
}

std::size_t pieces_done() {
  return machine().pieces;
}

std::string left() {
  return machine().left();
}

cudaError_t launch(const cudaLaunchConfig_t& configuration, std::function<void()> thread) {
  return function("cudaLaunchKernelEx", [&] {
    const dim3 grid = configuration.gridDim;
    const dim3 block = configuration.blockDim;
    constexpr unsigned most_blocks = 0x7fffffff;
    constexpr unsigned most_threads = 1024;
    const bool one_dimension = grid.y == 1 && grid.z == 1 && block.y == 1 && block.z == 1;
    if (!one_dimension || grid.x < 1 || grid.x > most_blocks || block.x < 1 || block.x > most_threads) {
      return cudaErrorInvalidConfiguration;
    }
    return machine().put(configuration.stream, [grid, block, thread = std::move(thread)] {
      machine().work(std::size_t{grid.x} * block.x, [&] {
        gridDim = grid;
        blockDim = block;
        for (blockIdx = {}; blockIdx.x < grid.x; ++blockIdx.x) {
          for (threadIdx = {}; threadIdx.x < block.x; ++threadIdx.x) {
            thread();
          }
        }
      });
    });
  });
}

}  // namespace cuda_stand_in

const char* cudaGetErrorName(cudaError_t error) {
  switch (error) {
    case cudaSuccess:
      return "cudaSuccess";
    case cudaErrorInvalidValue:
      return "cudaErrorInvalidValue";
    case cudaErrorMemoryAllocation:
      return "cudaErrorMemoryAllocation";
    case cudaErrorInvalidConfiguration:
      return "cudaErrorInvalidConfiguration";
    case cudaErrorInsufficientDriver:
      return "cudaErrorInsufficientDriver";
    case cudaErrorNoDevice:
      return "cudaErrorNoDevice";
    case cudaErrorECCUncorrectable:
      return "cudaErrorECCUncorrectable";
    case cudaErrorInvalidResourceHandle:
      return "cudaErrorInvalidResourceHandle";
    case cudaErrorNotReady:
      return "cudaErrorNotReady";
    case cudaErrorIllegalAddress:
      return "cudaErrorIllegalAddress";
    case cudaErrorLaunchFailure:
      return "cudaErrorLaunchFailure";
    case cudaErrorNotSupported:
      return "cudaErrorNotSupported";
    case cudaErrorStreamCaptureUnsupported:
      return "cudaErrorStreamCaptureUnsupported";
  }
  return "unrecognized error code";
}

const char* cudaGetErrorString(cudaError_t) {
  return "said by the stand-in";
}

cudaError_t cudaGetDeviceCount(int* count) {
  if (machine().devices == cudaSuccess) {  // else CUDA leaves the count alone
    *count = 1;
  }
  return machine().devices;
}

cudaError_t cudaGetDevice(int* device) {
  return function("cudaGetDevice", [&] {
    *device = 0;
    return cudaSuccess;
  });
}

cudaError_t cudaGetDeviceProperties(cudaDeviceProp* properties, int) {
  return function("cudaGetDeviceProperties", [&] {
    *properties = {.name = "stand-in",
                   .totalGlobalMem = std::size_t{1} << 34U,
                   .major = 9,
                   .minor = 0,
                   .multiProcessorCount = 1,
                   .l2CacheSize = 1 << 20U,
                   .ECCEnabled = 1};
    return cudaSuccess;
  });
}

cudaError_t cudaDeviceGetAttribute(int* value, cudaDeviceAttr attribute, int) {
  return function("cudaDeviceGetAttribute", [&] {
    switch (attribute) {
      case cudaDevAttrClockRate:
      case cudaDevAttrMemoryClockRate:
        *value = 1'000'000;  // kHz
        break;
      case cudaDevAttrGlobalMemoryBusWidth:
        *value = 5120;
        break;
      case cudaDevAttrL2CacheSize:
        *value = 1 << 20U;
        break;
    }
    return cudaSuccess;
  });
}

cudaError_t cudaDeviceGetPCIBusId(char* text, int size, int) {
  return function("cudaDeviceGetPCIBusId", [&] {
    constexpr std::string_view address = "ffff:ff:ff.0";
    if (static_cast<std::size_t>(size) <= address.size()) {
      return cudaErrorInvalidValue;
    }
    *std::ranges::copy(address, text).out = '\0';
    return cudaSuccess;
  });
}

cudaError_t cudaDriverGetVersion(int* version) {
  *version = machine().driver;
  return cudaSuccess;
}

cudaError_t cudaRuntimeGetVersion(int* version) {
  *version = built_with;
  return cudaSuccess;
}

cudaError_t cudaMalloc(void** memory, std::size_t size) {
  return function("cudaMalloc", [&] {
    const auto block = machine().device_block(size);
    *memory = block->data();
    machine().device[*memory] = block;
    return cudaSuccess;
  });
}

cudaError_t cudaFree(void* memory) {
  return freeing_function("cudaFree", [&] {
    if (memory == nullptr) {
      return cudaSuccess;
    }
    machine().run_everything();
    return machine().device.erase(memory) == 1 ? cudaSuccess : cudaErrorInvalidValue;
  });
}

cudaError_t cudaMallocHost(void** memory, std::size_t size) {
  return function("cudaMallocHost", [&] {
    const auto block = std::make_shared<Block>(size);
    *memory = block->data();
    machine().pinned[*memory] = block;
    return cudaSuccess;
  });
}

cudaError_t cudaFreeHost(void* memory) {
  return freeing_function("cudaFreeHost", [&] {
    machine().run_everything();
    return machine().pinned.erase(memory) == 1 ? cudaSuccess : cudaErrorInvalidValue;
  });
}

cudaError_t cudaMallocAsync(void** memory, std::size_t size, cudaStream_t stream) {
  return function("cudaMallocAsync", [&] {
    if (!machine().knows(stream)) {
      return cudaErrorInvalidResourceHandle;
    }
    const auto block = machine().device_block(size);
    block->allocated = false;
    *memory = block->data();
    if (stream->recording != nullptr) {
      ++stream->recording->allocated;
    } else {
      machine().device[*memory] = block;
    }
    return machine().put(stream, [block] {
      machine().work(0, [&] {
        block->allocated = true;
        block->open();
        block->fill();
      });
    });
  });
}

cudaError_t cudaFreeAsync(void* memory, cudaStream_t stream) {
  return freeing_function("cudaFreeAsync", [&] {
    Block* const block = machine().find_on_device(memory, 1);
    if (block == nullptr || !machine().knows(stream)) {
      return cudaErrorInvalidValue;
    }
    if (stream->recording != nullptr) {
      --stream->recording->allocated;
      return machine().put(stream, [block] {
        machine().work(0, [&] {
          block->fill();
          block->allocated = false;
        });
      });
    }
    return machine().put(stream, [memory] { machine().device.erase(memory); });
  });
}

cudaError_t cudaDeviceGetDefaultMemPool(cudaMemPool_t* pool, int) {
  return function("cudaDeviceGetDefaultMemPool", [&] {
    *pool = nullptr;
    return cudaSuccess;
  });
}

cudaError_t cudaMemPoolSetAttribute(cudaMemPool_t, cudaMemPoolAttr, void*) {
  return function("cudaMemPoolSetAttribute", [] { return cudaSuccess; });
}

cudaError_t cudaMemPoolTrimTo(cudaMemPool_t, std::size_t) {
  return function("cudaMemPoolTrimTo", [] { return cudaSuccess; });
}

cudaError_t cudaDeviceGraphMemTrim(int) {
  return function("cudaDeviceGraphMemTrim", [] { return cudaSuccess; });
}

cudaError_t cudaMemcpyAsync(void* to, const void* from, std::size_t size, cudaMemcpyKind kind,
                            cudaStream_t stream) {
  return function("cudaMemcpyAsync", [&] {
    const bool from_device = kind == cudaMemcpyDeviceToHost || kind == cudaMemcpyDeviceToDevice;
    const bool to_device = kind == cudaMemcpyHostToDevice || kind == cudaMemcpyDeviceToDevice;
    if (from_device != (machine().find_on_device(from, size) != nullptr) ||
        to_device != (machine().find_on_device(to, size) != nullptr)) {
      return cudaErrorInvalidValue;
    }
    // From memory that is not pinned, CUDA copies to a place of its own before it returns; to such memory, it
    // waits.
    std::shared_ptr<Block> staged;
    if (!from_device && !machine().is_pinned(from, size)) {
      staged = std::make_shared<Block>(size);
      std::memcpy(staged->data(), from, size);
    }
    const void* const source = staged ? staged->data() : from;
    const cudaError_t status = machine().put(stream, [=] {
      static_cast<void>(staged);
      machine().work(size / sizeof(float), [&] { std::memcpy(to, source, size); });
    });
    if (status == cudaSuccess && !to_device && !machine().is_pinned(to, size)) {
      return machine().run_until([&] { return stream->queue.empty(); });
    }
    return status;
  });
}

cudaError_t cudaMemsetAsync(void* memory, int value, std::size_t size, cudaStream_t stream) {
  return function("cudaMemsetAsync", [&] {
    if (machine().find_on_device(memory, size) == nullptr) {
      return cudaErrorInvalidValue;
    }
    return machine().put(
        stream, [=] { machine().work(size / sizeof(float), [&] { std::memset(memory, value, size); }); });
  });
}

cudaError_t cudaStreamCreateWithFlags(cudaStream_t* stream, unsigned) {
  return function("cudaStreamCreateWithFlags", [&] {
    *stream = new CUstream_st;
    machine().streams.push_back(*stream);
    return cudaSuccess;
  });
}

cudaError_t cudaStreamDestroy(cudaStream_t stream) {
  return freeing_function("cudaStreamDestroy", [&] {
    machine().run_until([&] { return stream->queue.empty(); });
    std::erase(machine().streams, stream);
    delete stream;
    return cudaSuccess;
  });
}

cudaError_t cudaStreamSynchronize(cudaStream_t stream) {
  return function("cudaStreamSynchronize", [&] {
    if (stream->recording != nullptr) {
      return cudaErrorStreamCaptureUnsupported;
    }
    return machine().run_until([&] { return stream->queue.empty(); });
  });
}

cudaError_t cudaStreamWaitEvent(cudaStream_t stream, cudaEvent_t event, unsigned) {
  return function("cudaStreamWaitEvent", [&] {
    if (stream->recording != nullptr) {
      return cudaErrorStreamCaptureUnsupported;
    }
    stream->queue.push_back({.action = nullptr, .after = event->last});
    return cudaSuccess;
  });
}

cudaError_t cudaEventCreate(cudaEvent_t* event) {
  return function("cudaEventCreate", [&] { return make_event(event, true); });
}

cudaError_t cudaEventCreateWithFlags(cudaEvent_t* event, unsigned flags) {
  return function("cudaEventCreateWithFlags",
                  [&] { return make_event(event, (flags & cudaEventDisableTiming) == 0); });
}

cudaError_t cudaEventDestroy(cudaEvent_t event) {
  return freeing_function("cudaEventDestroy", [&] {
    delete event;
    --machine().events;
    return cudaSuccess;
  });
}

cudaError_t cudaEventRecord(cudaEvent_t event, cudaStream_t stream) {
  return function("cudaEventRecord", [&] {
    if (stream->recording != nullptr) {
      return cudaErrorStreamCaptureUnsupported;
    }
    event->last = std::make_shared<Recording>();
    return machine().put(stream, [recording = event->last] {
      recording->done = true;
      recording->time = machine().clock;
    });
  });
}

cudaError_t cudaEventSynchronize(cudaEvent_t event) {
  return function("cudaEventSynchronize",
                  [&] { return machine().run_until([&] { return !event->last || event->last->done; }); });
}

cudaError_t cudaEventElapsedTime(float* milliseconds, cudaEvent_t begin, cudaEvent_t end) {
  return function("cudaEventElapsedTime", [&] {
    if (!begin->keeps_time || !end->keeps_time || !begin->last || !end->last) {
      return cudaErrorInvalidResourceHandle;
    }
    if (!begin->last->done || !end->last->done) {
      return cudaErrorNotReady;
    }
    constexpr double resolution = 0.5e-6;
    const double ticks = std::round((end->last->time - begin->last->time) / resolution);
    *milliseconds = static_cast<float>(1e3 * resolution * ticks);
    return cudaSuccess;
  });
}

cudaError_t cudaStreamBeginCapture(cudaStream_t stream, cudaStreamCaptureMode) {
  return function("cudaStreamBeginCapture", [&] {
    stream->recording = new CUgraph_st;
    ++machine().graphs;
    return cudaSuccess;
  });
}

cudaError_t cudaStreamEndCapture(cudaStream_t stream, cudaGraph_t* graph) {
  return freeing_function("cudaStreamEndCapture", [&] {
    *graph = std::exchange(stream->recording, nullptr);
    return cudaSuccess;
  });
}

cudaError_t cudaGraphInstantiate(cudaGraphExec_t* executable, cudaGraph_t graph, unsigned long long) {
  return function("cudaGraphInstantiate", [&] {
    if (graph->allocated != 0) {  // CUDA has ways to go on with such memory, which nobody here uses
      return cudaErrorNotSupported;
    }
    *executable = new CUgraphExec_st{.graph = std::make_shared<CUgraph_st>(*graph)};
    ++machine().executables;
    return cudaSuccess;
  });
}

cudaError_t cudaGraphLaunch(cudaGraphExec_t executable, cudaStream_t stream) {
  return function("cudaGraphLaunch", [&] {
    return machine().put(stream, [graph = executable->graph] {
      for (const auto& node : graph->nodes) {
        node();
      }
    });
  });
}

cudaError_t cudaGraphDestroy(cudaGraph_t graph) {
  return freeing_function("cudaGraphDestroy", [&] {
    delete graph;
    --machine().graphs;
    return cudaSuccess;
  });
}

cudaError_t cudaGraphExecDestroy(cudaGraphExec_t executable) {
  return freeing_function("cudaGraphExecDestroy", [&] {
    delete executable;
    --machine().executables;
    return cudaSuccess;
  });
}
