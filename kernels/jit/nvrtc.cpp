// The few functions of NVRTC that are needed, as nvrtc.h declares them (https://docs.nvidia.com/cuda/nvrtc).
#include "kernels/jit/nvrtc.hpp"

#include <array>
#include <cstddef>
#include <stdexcept>

#include "kernels/jit/shared_library.hpp"

namespace parallelization::jit {
namespace {

using Program = void*;

class Nvrtc {
 public:
  static const Nvrtc& get() {
    static const Nvrtc opened;
    return opened;
  }

  std::string compile(const std::string& source, const std::string& architecture) const {
    const Owner program(*this, source);
    const std::string option = "--gpu-architecture=" + architecture;
    const std::array options{option.c_str()};
    if (compile_(program.get(), static_cast<int>(options.size()), options.data()) != 0) {
      throw std::runtime_error("NVRTC: the kernel does not compile: " + text(program, log_size_, log_));
    }
    return text(program, cubin_size_, cubin_);
  }

 private:
  using Size = int(Program, std::size_t*);
  using Text = int(Program, char*);

  class Owner {
   public:
    Owner(const Nvrtc& nvrtc, const std::string& source) : nvrtc_(nvrtc) {
      nvrtc_.check(nvrtc_.create_(&program_, source.c_str(), "f.cu", 0, nullptr, nullptr));
    }
    Owner(const Owner&) = delete;
    Owner& operator=(const Owner&) = delete;
    ~Owner() { nvrtc_.destroy_(&program_); }
    Program get() const { return program_; }

   private:
    const Nvrtc& nvrtc_;
    Program program_ = nullptr;
  };

  static SharedLibrary open() {
    std::string failure;
    for (const char* const name : {"libnvrtc.so.13", "libnvrtc.so.12", "libnvrtc.so"}) {
      try {
        return SharedLibrary(name);
      } catch (const std::exception& error) {
        failure = failure.empty() ? error.what() : failure;
      }
    }
    throw std::runtime_error(failure);
  }

  void check(int status) const {
    if (status != 0) {
      throw std::runtime_error(std::string("NVRTC: ") + error_(status));
    }
  }

  std::string text(const Owner& program, Size* size_of, Text* text_of) const {
    std::size_t size = 0;
    check(size_of(program.get(), &size));
    std::string text(size, '\0');
    check(text_of(program.get(), text.data()));
    return text;
  }

  SharedLibrary library_ = open();
  const char* (*error_)(int) = library_.function<const char*(int)>("nvrtcGetErrorString");
  int (*create_)(Program*, const char*, const char*, int, const char* const*, const char* const*) =
      library_.function<int(Program*, const char*, const char*, int, const char* const*, const char* const*)>(
          "nvrtcCreateProgram");
  int (*destroy_)(Program*) = library_.function<int(Program*)>("nvrtcDestroyProgram");
  int (*compile_)(Program, int, const char* const*) =
      library_.function<int(Program, int, const char* const*)>("nvrtcCompileProgram");
  Size* log_size_ = library_.function<Size>("nvrtcGetProgramLogSize");
  Text* log_ = library_.function<Text>("nvrtcGetProgramLog");
  Size* cubin_size_ = library_.function<Size>("nvrtcGetCUBINSize");
  Text* cubin_ = library_.function<Text>("nvrtcGetCUBIN");
};

}  // namespace

void open_nvrtc() {
  Nvrtc::get();
}

std::string nvrtc_compile(const std::string& source, const std::string& architecture) {
  return Nvrtc::get().compile(source, architecture);
}

}  // namespace parallelization::jit
