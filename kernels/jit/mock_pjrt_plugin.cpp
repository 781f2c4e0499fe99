// A PJRT plugin for tests. It computes what it is told to compile, slowly, and looks closely at how it is
// called: sizes of structures, order of calls, what is destroyed and what is not. Nothing is done before
// the event that stands for it is awaited. MOCK_PJRT in the environment names a call that fails, or
// "version", "table" or "devices"; mock_pjrt_… below tell what was seen. The structures are written down
// anew, as pjrt_c_api.h has them in version 0.114, so that a mistake in pjrt.cpp is not repeated here.
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <iostream>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "kernels/jit/stablehlo_interpreter.hpp"

namespace {

using parallelization::jit::StableHloProgram;

enum class Kind { client, executable, buffer, event, error };

struct Object {
  Kind kind;
  std::string message = {};        // of an error
  std::vector<float> values = {};  // of a buffer
  std::size_t n = 0;
  std::function<void()> done = {};               // of an event
  std::optional<StableHloProgram> program = {};  // of an executable
};

/// All objects that were given out and not destroyed, and what was wrong.
struct State {
  std::map<void*, Object*> living;
  std::string complaints;
  bool initialized = false;
  std::size_t options = 0;
  Object device{};

  ~State() {
    if (!living.empty() || !complaints.empty()) {
      std::cerr << "mock plugin: " << living.size() << " objects are left. " << complaints << '\n';
      _exit(99);
    }
  }
};

State& state() {
  static State only;
  return only;
}

void complain(const std::string& what) {
  state().complaints += what + ". ";
}

Object* make(Kind kind) {
  auto* const object = new Object{.kind = kind};
  state().living[object] = object;
  return object;
}

/// The object behind a handle: it lives, and is of this kind.
Object* look(void* handle, Kind kind, const char* where) {
  const auto place = state().living.find(handle);
  if (place == state().living.end() || place->second->kind != kind) {
    complain(std::string(where) + " of something that is no such object, or is destroyed");
    return nullptr;
  }
  return place->second;
}

void destroy(void* handle, Kind kind, const char* where) {
  if (Object* const object = look(handle, kind, where)) {
    state().living.erase(object);
    delete object;
  }
}

Object* error(const std::string& message) {
  Object* const made = make(Kind::error);
  made->message = message;
  return made;
}

/// Every call begins here: the structure is large enough, and the call was not told to fail.
template <class Args>
Object* begin(const Args* args, const char* name) {
  if (args->struct_size < sizeof(Args)) {
    complain(std::string(name) + ": struct_size is " + std::to_string(args->struct_size) + ", it has " +
             std::to_string(sizeof(Args)) + " bytes");
  }
  if (args->extension_start != nullptr) {
    complain(std::string(name) + ": an extension that nobody asked for");
  }
  if (!state().initialized && std::string(name) != "Plugin_Initialize") {
    complain(std::string(name) + " before Plugin_Initialize");
  }
  const char* const failing = std::getenv("MOCK_PJRT");
  return failing != nullptr && std::string(failing) == name
             ? error(std::string(name) + " was told to fail\nmore lines")
             : nullptr;
}

struct Head {
  std::size_t struct_size;
  void* extension_start;
};

struct OneHandle : Head {
  void* handle;
};

struct MessageArgs : Head {
  void* error;
  const char* message;
  std::size_t message_size;
};

struct NamedValue : Head {
  const char* name;
  std::size_t name_size;
  int type;
  union {
    const char* text;
    std::int64_t number;
    bool boolean;
  };
  std::size_t value_size;
};

struct CreateArgs : Head {
  const NamedValue* create_options;
  std::size_t num_options;
  void* kv_get_callback;
  void* kv_get_user_arg;
  void* kv_put_callback;
  void* kv_put_user_arg;
  void* client;
  void* kv_try_get_callback;
  void* kv_try_get_user_arg;
};

struct PlatformArgs : Head {
  void* client;
  const char* platform_name;
  std::size_t platform_name_size;
};

struct DevicesArgs : Head {
  void* client;
  void* const* devices;
  std::size_t num_devices;
};

struct Program : Head {
  char* code;
  std::size_t code_size;
  const char* format;
  std::size_t format_size;
};

struct CompileArgs : Head {
  void* client;
  const Program* program;
  const char* compile_options;
  std::size_t compile_options_size;
  void* executable;
};

struct FromHostArgs : Head {
  void* client;
  const void* data;
  int type;
  const std::int64_t* dims;
  std::size_t num_dims;
  const std::int64_t* byte_strides;
  std::size_t num_byte_strides;
  int host_buffer_semantics;
  void* device;
  void* memory;
  void* device_layout;
  void* done_with_host_buffer;
  void* buffer;
};

struct ExecuteOptions : Head {
  char fields[128];
};

struct ExecuteArgs : Head {
  void* executable;
  ExecuteOptions* options;
  void* const* const* argument_lists;
  std::size_t num_devices;
  std::size_t num_args;
  void** const* output_lists;
  void** device_complete_events;
  void* execute_device;
};

struct ToHostArgs : Head {
  void* src;
  void* host_layout;
  void* dst;
  std::size_t dst_size;
  void* event;
};

void error_destroy(OneHandle* args) {
  begin(args, "Error_Destroy");
  destroy(args->handle, Kind::error, "Error_Destroy");
}

void error_message(MessageArgs* args) {
  begin(args, "Error_Message");
  if (const Object* const known = look(args->error, Kind::error, "Error_Message")) {
    args->message = known->message.data();
    args->message_size = known->message.size();
  }
}

Object* plugin_initialize(Head* args) {
  state().initialized = true;
  return begin(args, "Plugin_Initialize");
}

Object* event_destroy(OneHandle* args) {
  begin(args, "Event_Destroy");
  destroy(args->handle, Kind::event, "Event_Destroy");
  return nullptr;
}

Object* event_await(OneHandle* args) {
  if (Object* const failure = begin(args, "Event_Await")) {
    return failure;
  }
  Object* const event = look(args->handle, Kind::event, "Event_Await");
  if (event != nullptr && event->done) {
    event->done();
  }
  return nullptr;
}

Object* client_create(CreateArgs* args) {
  if (Object* const failure = begin(args, "Client_Create")) {
    return failure;
  }
  state().options = args->num_options;
  if (args->num_options > 0) {
    const NamedValue& option = args->create_options[0];
    begin(&option, "NamedValue");
    if (std::string(option.name, option.name_size) != "preallocate" || option.type != 4 || option.boolean) {
      complain("Client_Create: an option that is not preallocate = false");
    }
  }
  args->client = make(Kind::client);
  return nullptr;
}

Object* client_destroy(OneHandle* args) {
  begin(args, "Client_Destroy");
  for (const auto& [handle, object] : state().living) {
    if (object->kind != Kind::client && object->kind != Kind::error) {
      complain("Client_Destroy while something of it lives");
    }
  }
  destroy(args->handle, Kind::client, "Client_Destroy");
  return nullptr;
}

Object* platform_name(PlatformArgs* args) {
  if (Object* const failure = begin(args, "Client_PlatformName")) {
    return failure;
  }
  look(args->client, Kind::client, "Client_PlatformName");
  args->platform_name = "mock platform, and more that is not of the name";
  args->platform_name_size = 4;
  return nullptr;
}

Object* addressable_devices(DevicesArgs* args) {
  if (Object* const failure = begin(args, "Client_AddressableDevices")) {
    return failure;
  }
  look(args->client, Kind::client, "Client_AddressableDevices");
  static void* const device = &state().device;
  const char* const scenario = std::getenv("MOCK_PJRT");
  args->devices = &device;
  args->num_devices = scenario != nullptr && std::string(scenario) == "devices" ? 0 : 1;
  return nullptr;
}

Object* client_compile(CompileArgs* args) {
  if (Object* const failure = begin(args, "Client_Compile")) {
    return failure;
  }
  look(args->client, Kind::client, "Client_Compile");
  begin(args->program, "Program");
  const std::string options(args->compile_options, args->compile_options_size);
  if (options != std::string("\x1a\x04\x20\x01\x28\x01") ||
      std::string(args->program->format, args->program->format_size) != "mlir") {
    complain("Client_Compile: options or format");
  }
  try {
    const StableHloProgram program(std::string(args->program->code, args->program->code_size));
    Object* const executable = make(Kind::executable);
    executable->n = program.n();
    executable->program = program;
    args->executable = executable;
    return nullptr;
  } catch (const std::invalid_argument& refused) {
    return error(refused.what());
  }
}

Object* from_host(FromHostArgs* args) {
  if (Object* const failure = begin(args, "Client_BufferFromHostBuffer")) {
    return failure;
  }
  look(args->client, Kind::client, "Client_BufferFromHostBuffer");
  if (args->type != 11 || args->num_dims != 2 || args->dims[0] != args->dims[1] ||
      args->num_byte_strides != 0 || args->host_buffer_semantics != 0 || args->device != &state().device) {
    complain("Client_BufferFromHostBuffer: not an n by n array of float for the device");
  }
  Object* const buffer = make(Kind::buffer);
  buffer->n = static_cast<std::size_t>(args->dims[0]);
  Object* const event = make(Kind::event);
  event->done = [buffer, from = static_cast<const float*>(args->data)] {
    buffer->values.assign(from, from + buffer->n * buffer->n);
  };
  args->buffer = buffer;
  args->done_with_host_buffer = event;
  return nullptr;
}

Object* executable_destroy(OneHandle* args) {
  begin(args, "LoadedExecutable_Destroy");
  destroy(args->handle, Kind::executable, "LoadedExecutable_Destroy");
  return nullptr;
}

Object* execute(ExecuteArgs* args) {
  if (Object* const failure = begin(args, "LoadedExecutable_Execute")) {
    return failure;
  }
  begin(args->options, "ExecuteOptions");
  const auto* const zero = std::find_if(std::begin(args->options->fields), std::end(args->options->fields),
                                        [](char byte) { return byte != 0; });
  const Object* const executable = look(args->executable, Kind::executable, "LoadedExecutable_Execute");
  const Object* const x = look(args->argument_lists[0][0], Kind::buffer, "LoadedExecutable_Execute");
  if (zero != std::end(args->options->fields) || args->num_devices != 1 || args->num_args != 1 ||
      args->execute_device != nullptr || executable == nullptr || x == nullptr || executable->n != x->n) {
    complain("LoadedExecutable_Execute: not one n by n array on one device");
  }
  Object* const y = make(Kind::buffer);
  Object* const event = make(Kind::event);
  y->n = x->n;
  event->done = [executable, x, y] { y->values = (*executable->program)(x->values); };
  args->output_lists[0][0] = y;
  args->device_complete_events[0] = event;
  return nullptr;
}

Object* buffer_destroy(OneHandle* args) {
  begin(args, "Buffer_Destroy");
  destroy(args->handle, Kind::buffer, "Buffer_Destroy");
  return nullptr;
}

Object* to_host(ToHostArgs* args) {
  if (Object* const failure = begin(args, "Buffer_ToHostBuffer")) {
    return failure;
  }
  const Object* const buffer = look(args->src, Kind::buffer, "Buffer_ToHostBuffer");
  if (buffer == nullptr || args->dst_size != buffer->values.size() * sizeof(float)) {
    complain("Buffer_ToHostBuffer: the size of the array");
  }
  Object* const event = make(Kind::event);
  event->done = [buffer, to = static_cast<float*>(args->dst)] {
    std::copy(buffer->values.begin(), buffer->values.end(), to);
  };
  args->event = event;
  return nullptr;
}

struct Api {
  std::size_t struct_size;
  void* extension_start;
  std::size_t version_struct_size;
  void* version_extension_start;
  int major;
  int minor;
  void* functions[140];
};

}  // namespace

extern "C" {

const Api* GetPjrtApi() {
  static Api api;
  const char* const set = std::getenv("MOCK_PJRT");
  const std::string scenario = set == nullptr ? "" : set;
  api = {.struct_size = scenario == "table" ? 300 : sizeof(Api),
         .extension_start = nullptr,
         .version_struct_size = 24,
         .version_extension_start = nullptr,
         .major = scenario == "version" ? 1 : 0,
         .minor = 114,
         .functions = {}};
  const auto put = [](std::size_t slot, auto* function) {
    api.functions[slot] = reinterpret_cast<void*>(function);
  };
  put(0, error_destroy);
  put(1, error_message);
  put(3, plugin_initialize);
  put(5, event_destroy);
  put(8, event_await);
  put(10, client_create);
  put(11, client_destroy);
  put(12, platform_name);
  put(16, addressable_devices);
  put(20, client_compile);
  put(22, from_host);
  put(50, executable_destroy);
  put(55, execute);
  put(58, buffer_destroy);
  put(70, to_host);
  return &api;
}

/// How many objects were given out and not destroyed.
std::size_t mock_pjrt_living() {
  return state().living.size();
}

/// How many options the last client was created with.
std::size_t mock_pjrt_options() {
  return state().options;
}

/// What was wrong so far; empty: nothing.
const char* mock_pjrt_complaints() {
  return state().complaints.c_str();
}
}
