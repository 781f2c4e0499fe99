// XLA through a PJRT plugin: a library for a CPU, a GPU or a TPU that compiles StableHLO and runs it. Its C
// interface is declared by openxla/xla, xla/pjrt/c/pjrt_c_api.h, which no distribution packages: the little
// that is needed of it stands in pjrt.cpp.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>

#include "kernels/jit/shared_library.hpp"

namespace parallelization::jit::pjrt {

/// A plugin with its client, on the first device of it. All members throw std::runtime_error with the
/// plugin's words, on one line.
class Plugin {
 public:
  /// Opens and initialises the plugin, and creates its client. Throws also where it is no plugin, or one of
  /// an interface that this program does not know.
  explicit Plugin(const std::string& file);
  Plugin(const Plugin&) = delete;
  Plugin& operator=(const Plugin&) = delete;
  ~Plugin();

  /// What the plugin calls its platform: "cpu", "cuda", "tpu".
  const std::string& platform() const { return platform_; }

 private:
  friend class Executable;
  friend class Buffer;

  SharedLibrary library_;
  const struct Api* api_;
  struct Client* client_ = nullptr;
  struct Device* device_ = nullptr;
  std::string platform_;
};

/// n×n floats in the device's memory. The plugin must outlive it, and so for Executable.
class Buffer {
 public:
  /// Copies x there: n·n floats.
  Buffer(const Plugin& plugin, std::span<const float> x, std::size_t n);
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  ~Buffer();

  /// Copies it back.
  void copy_to(std::span<float> y) const;

 private:
  friend class Executable;
  Buffer(const Plugin& plugin, struct DeviceBuffer* buffer) : plugin_(plugin), buffer_(buffer) {}

  const Plugin& plugin_;
  struct DeviceBuffer* buffer_ = nullptr;
};

/// A compiled function of one tensor.
class Executable {
 public:
  /// Compiles a StableHLO module (stablehlo.hpp).
  Executable(const Plugin& plugin, const std::string& stablehlo);
  Executable(const Executable&) = delete;
  Executable& operator=(const Executable&) = delete;
  ~Executable();

  /// Runs it on x; returns when the result is there.
  std::unique_ptr<Buffer> run(const Buffer& x) const;

 private:
  const Plugin& plugin_;
  struct LoadedExecutable* executable_ = nullptr;
};

}  // namespace parallelization::jit::pjrt
