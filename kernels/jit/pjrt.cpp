// The part of PJRT's C interface that one function of one tensor needs, and its use.
#include "kernels/jit/pjrt.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string_view>

namespace parallelization::jit::pjrt {

// Names, order and types of all fields as in pjrt_c_api.h, versions 0.81 to 0.114. Structures begin with
// their size and a chain of extensions. They grow with the versions: a plugin refuses one that is smaller
// than its own, and ignores what follows in a larger one.

struct Error;
struct Event;

struct Api {
  std::size_t struct_size;
  void* extension_start;
  struct {
    std::size_t struct_size;
    void* extension_start;
    int major;
    int minor;
  } version;
  std::array<void*, 71> functions;  // the rest is not needed
};

namespace {

constexpr int type_f32 = 11;  // PJRT_Buffer_Type_F32
constexpr int type_bool = 4;  // PJRT_NamedValue_kBool

/// A structure as a plugin takes it: zero, and larger than that of any version.
template <class Fields>
struct Sized {
  std::size_t struct_size = sizeof(Sized);
  void* extension_start = nullptr;
  Fields fields{};
  std::array<std::uint64_t, 16> later_versions{};
};

struct ErrorDestroy {
  static constexpr std::size_t slot = 0;
  Error* error = nullptr;
};
struct ErrorMessage {
  static constexpr std::size_t slot = 1;
  Error* error = nullptr;
  const char* message = nullptr;
  std::size_t message_size = 0;
};
struct PluginInitialize {
  static constexpr std::size_t slot = 3;
};
struct EventDestroy {
  static constexpr std::size_t slot = 5;
  Event* event = nullptr;
};
struct EventAwait {
  static constexpr std::size_t slot = 8;
  Event* event = nullptr;
};
struct NamedValue {
  const char* name = nullptr;
  std::size_t name_size = 0;
  int type = 0;
  std::uint64_t value = 0;
  std::size_t value_size = 0;
};
struct ClientCreate {
  static constexpr std::size_t slot = 10;
  const Sized<NamedValue>* create_options = nullptr;
  std::size_t num_options = 0;
  void* kv_get_callback = nullptr;
  void* kv_get_user_arg = nullptr;
  void* kv_put_callback = nullptr;
  void* kv_put_user_arg = nullptr;
  Client* client = nullptr;
};
struct ClientDestroy {
  static constexpr std::size_t slot = 11;
  Client* client = nullptr;
};
struct ClientPlatformName {
  static constexpr std::size_t slot = 12;
  Client* client = nullptr;
  const char* platform_name = nullptr;
  std::size_t platform_name_size = 0;
};
struct ClientAddressableDevices {
  static constexpr std::size_t slot = 16;
  Client* client = nullptr;
  Device* const* devices = nullptr;
  std::size_t num_devices = 0;
};
struct ProgramText {
  const char* code = nullptr;
  std::size_t code_size = 0;
  const char* format = nullptr;
  std::size_t format_size = 0;
};
struct ClientCompile {
  static constexpr std::size_t slot = 20;
  Client* client = nullptr;
  const Sized<ProgramText>* program = nullptr;
  const char* compile_options = nullptr;
  std::size_t compile_options_size = 0;
  LoadedExecutable* executable = nullptr;
};
struct BufferFromHost {
  static constexpr std::size_t slot = 22;
  Client* client = nullptr;
  const void* data = nullptr;
  int type = 0;
  const std::int64_t* dims = nullptr;
  std::size_t num_dims = 0;
  const std::int64_t* byte_strides = nullptr;
  std::size_t num_byte_strides = 0;
  int host_buffer_semantics = 0;
  Device* device = nullptr;
  void* memory = nullptr;
  void* device_layout = nullptr;
  Event* done_with_host_buffer = nullptr;
  DeviceBuffer* buffer = nullptr;
};
struct ExecutableDestroy {
  static constexpr std::size_t slot = 50;
  LoadedExecutable* executable = nullptr;
};
struct ExecuteOptions {};
struct ExecutableExecute {
  static constexpr std::size_t slot = 55;
  LoadedExecutable* executable = nullptr;
  Sized<ExecuteOptions>* options = nullptr;
  DeviceBuffer* const* const* argument_lists = nullptr;
  std::size_t num_devices = 0;
  std::size_t num_args = 0;
  DeviceBuffer** const* output_lists = nullptr;
  Event** device_complete_events = nullptr;
  Device* execute_device = nullptr;
};
struct BufferDestroy {
  static constexpr std::size_t slot = 58;
  DeviceBuffer* buffer = nullptr;
};
struct BufferToHost {
  static constexpr std::size_t slot = 70;
  DeviceBuffer* src = nullptr;
  void* host_layout = nullptr;
  void* dst = nullptr;
  std::size_t dst_size = 0;
  Event* event = nullptr;
};

/// Calls a function, which fills in fields; returns the error, or null.
template <class Fields>
Error* try_call(const Api& api, Sized<Fields>& arguments) {
  return reinterpret_cast<Error* (*)(Sized<Fields>*)>(api.functions[Fields::slot])(&arguments);
}

/// Takes an error's message, its first line, and destroys it.
std::string message_of(const Api& api, Error* error) {
  Sized<ErrorMessage> message{.fields = {.error = error}};
  reinterpret_cast<void (*)(Sized<ErrorMessage>*)>(api.functions[ErrorMessage::slot])(&message);
  const std::string_view all(message.fields.message, message.fields.message_size);
  std::string first_line(all.substr(0, all.find('\n')));
  Sized<ErrorDestroy> destroy{.fields = {.error = error}};
  reinterpret_cast<void (*)(Sized<ErrorDestroy>*)>(api.functions[ErrorDestroy::slot])(&destroy);
  return first_line;
}

/// Calls a function and returns what it filled in; its error becomes an exception.
template <class Fields>
Fields call(const Api& api, const Fields& fields) {
  Sized<Fields> arguments{.fields = fields};
  if (Error* const error = try_call(api, arguments)) {
    throw std::runtime_error(message_of(api, error));
  }
  return arguments.fields;
}

/// For destructors: what can't be destroyed is left to the end of the process.
template <class Fields>
void destroy(const Api& api, const Fields& fields) {
  Sized<Fields> arguments{.fields = fields};
  if (Error* const error = try_call(api, arguments)) {
    message_of(api, error);
  }
}

/// Waits until what the event stands for is done, and destroys the event.
void await(const Api& api, Event* event) {
  Sized<EventAwait> arguments{.fields = {.event = event}};
  Error* const error = try_call(api, arguments);
  destroy(api, EventDestroy{.event = event});
  if (error != nullptr) {
    throw std::runtime_error(message_of(api, error));
  }
}

const Api* api_of(const SharedLibrary& library, const std::string& file) {
  const auto* const api = library.function<const Api*()>("GetPjrtApi")();
  if (api->version.major != 0) {
    throw std::runtime_error(
        fmt::format("{} has version {}.{} of the PJRT interface; this program knows 0.81 and later 0.x", file,
                    api->version.major, api->version.minor));
  }
  if (api->struct_size < sizeof(Api)) {
    throw std::runtime_error(
        fmt::format("{} has version {}.{} of the PJRT interface, too old: its table of functions is {} "
                    "bytes, {} are needed",
                    file, api->version.major, api->version.minor, api->struct_size, sizeof(Api)));
  }
  return api;
}

}  // namespace

Plugin::Plugin(const std::string& file) : library_(file), api_(api_of(library_, file)) {
  call(*api_, PluginInitialize{});
  // A GPU's memory is for others too: without this JAX's plugin for CUDA takes three quarters of it.
  constexpr std::string_view option = "preallocate";
  const Sized<NamedValue> preallocate{
      .fields = {
          .name = option.data(), .name_size = option.size(), .type = type_bool, .value = 0, .value_size = 1}};
  const bool takes_option = std::filesystem::path(file).filename().string().find("cuda") != std::string::npos;
  client_ = call(*api_, ClientCreate{.create_options = takes_option ? &preallocate : nullptr,
                                     .num_options = takes_option ? 1U : 0U})
                .client;
  try {
    const auto devices = call(*api_, ClientAddressableDevices{.client = client_});
    if (devices.num_devices == 0) {
      throw std::runtime_error(file + " finds no device");
    }
    device_ = devices.devices[0];
    const auto name = call(*api_, ClientPlatformName{.client = client_});
    platform_.assign(name.platform_name, name.platform_name_size);
  } catch (...) {
    destroy(*api_, ClientDestroy{.client = client_});
    throw;
  }
}

Plugin::~Plugin() {
  destroy(*api_, ClientDestroy{.client = client_});
}

Buffer::Buffer(const Plugin& plugin, std::span<const float> x, std::size_t n) : plugin_(plugin) {
  const std::array dims{static_cast<std::int64_t>(n), static_cast<std::int64_t>(n)};
  const auto made = call(*plugin_.api_, BufferFromHost{.client = plugin_.client_,
                                                       .data = x.data(),
                                                       .type = type_f32,
                                                       .dims = dims.data(),
                                                       .num_dims = dims.size(),
                                                       .device = plugin_.device_});
  buffer_ = made.buffer;
  try {
    await(*plugin_.api_, made.done_with_host_buffer);
  } catch (...) {
    destroy(*plugin_.api_, BufferDestroy{.buffer = buffer_});
    throw;
  }
}

Buffer::~Buffer() {
  destroy(*plugin_.api_, BufferDestroy{.buffer = buffer_});
}

void Buffer::copy_to(std::span<float> y) const {
  const auto copying =
      call(*plugin_.api_, BufferToHost{.src = buffer_, .dst = y.data(), .dst_size = y.size_bytes()});
  await(*plugin_.api_, copying.event);
}

Executable::Executable(const Plugin& plugin, const std::string& stablehlo) : plugin_(plugin) {
  constexpr std::string_view format = "mlir";
  // CompileOptionsProto (xla/pjrt/proto/compile_options.proto), serialized:
  // executable_build_options { num_replicas: 1 num_partitions: 1 }
  constexpr std::string_view options("\x1a\x04\x20\x01\x28\x01");
  const Sized<ProgramText> program{.fields = {.code = stablehlo.data(),
                                              .code_size = stablehlo.size(),
                                              .format = format.data(),
                                              .format_size = format.size()}};
  executable_ = call(*plugin_.api_, ClientCompile{.client = plugin_.client_,
                                                  .program = &program,
                                                  .compile_options = options.data(),
                                                  .compile_options_size = options.size()})
                    .executable;
}

Executable::~Executable() {
  destroy(*plugin_.api_, ExecutableDestroy{.executable = executable_});
}

std::unique_ptr<Buffer> Executable::run(const Buffer& x) const {
  Sized<ExecuteOptions> options;
  DeviceBuffer* const* const arguments = &x.buffer_;
  DeviceBuffer* result = nullptr;
  DeviceBuffer** const results = &result;
  Event* done = nullptr;
  call(*plugin_.api_, ExecutableExecute{.executable = executable_,
                                        .options = &options,
                                        .argument_lists = &arguments,
                                        .num_devices = 1,
                                        .num_args = 1,
                                        .output_lists = &results,
                                        .device_complete_events = &done});
  std::unique_ptr<Buffer> y(new Buffer(plugin_, result));
  await(*plugin_.api_, done);
  return y;
}

}  // namespace parallelization::jit::pjrt
