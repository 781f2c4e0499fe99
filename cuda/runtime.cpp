// Errors and handles of the CUDA runtime.
#include "cuda/runtime.hpp"

#include <fmt/format.h>

#include "kernels/strategy.hpp"

namespace parallelization::cuda {

void throw_on_error(cudaError_t status, const char* call) {
  if (status == cudaSuccess) {
    return;
  }
  const std::string message =
      fmt::format("{}: {} ({})", call, cudaGetErrorName(status), cudaGetErrorString(status));
  if (cudaFree(nullptr) == status) {  // it frees nothing: only an error that stays comes back from it
    throw WorkerLost("the GPU is lost to this process: " + message);
  }
  throw Error(message);
}

DeviceArray device_array(std::size_t count) {
  void* data = nullptr;
  throw_on_error(cudaMalloc(&data, count * sizeof(float)), "cudaMalloc");
  return DeviceArray(static_cast<float*>(data));
}

PinnedArray::PinnedArray(std::size_t count) : count_(count) {
  void* data = nullptr;
  throw_on_error(cudaMallocHost(&data, count * sizeof(float)), "cudaMallocHost");
  data_.reset(static_cast<float*>(data));
}

Event::Event() {
  cudaEvent_t event = nullptr;
  throw_on_error(cudaEventCreateWithFlags(&event, cudaEventDisableTiming), "cudaEventCreateWithFlags");
  handle_.reset(event);
}

void Event::record(Stream& stream) {
  throw_on_error(cudaEventRecord(get(), stream.get()), "cudaEventRecord");
}

Stream::Stream() {
  cudaStream_t stream = nullptr;
  throw_on_error(cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking), "cudaStreamCreateWithFlags");
  handle_.reset(stream);
}

void Stream::synchronize() {
  throw_on_error(cudaStreamSynchronize(get()), "cudaStreamSynchronize");
}

void Stream::wait(const Event& event) {
  throw_on_error(cudaStreamWaitEvent(get(), event.get(), 0), "cudaStreamWaitEvent");
}

void Stream::copy(const float* from, float* to, std::size_t count, cudaMemcpyKind kind) {
  throw_on_error(cudaMemcpyAsync(to, from, count * sizeof(float), kind, get()), "cudaMemcpyAsync");
  if (kind == cudaMemcpyDeviceToDevice) {
    add({.launches = 1, .elements = count});
  }
}

Graph::Graph(Stream& stream, const std::function<void()>& enqueue) {
  const Work before = stream.work();
  throw_on_error(cudaStreamBeginCapture(stream.get(), cudaStreamCaptureModeThreadLocal),
                 "cudaStreamBeginCapture");
  Owner<cudaGraph_t, cudaGraphDestroy> graph;
  const auto end_capture = [&] {
    cudaGraph_t recorded = nullptr;
    const cudaError_t status = cudaStreamEndCapture(stream.get(), &recorded);
    graph.reset(recorded);
    return status;
  };
  try {
    enqueue();
  } catch (...) {
    static_cast<void>(end_capture());
    throw;
  }
  throw_on_error(end_capture(), "cudaStreamEndCapture");
  cudaGraphExec_t executable = nullptr;
  throw_on_error(cudaGraphInstantiate(&executable, graph.get(), 0), "cudaGraphInstantiate");
  executable_.reset(executable);
  elements_ = (stream.work() - before).elements;
}

void Graph::launch(Stream& stream) const {
  throw_on_error(cudaGraphLaunch(executable_.get(), stream.get()), "cudaGraphLaunch");
  stream.add({.launches = 1, .elements = elements_});
}

}  // namespace parallelization::cuda
