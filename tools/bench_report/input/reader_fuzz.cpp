// libFuzzer's target for the reader and the name parser: no input may crash them, hang them, or make them
// take more memory than 10 times the file and 64 MB.
#include <sanitizer/allocator_interface.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "tools/bench_report/analysis/side_rows.hpp"
#include "tools/bench_report/input/model.hpp"
#include "tools/bench_report/input/reader.hpp"
#include "tools/bench_report/input/unusable_input.hpp"

namespace {

std::size_t allowed_bytes = SIZE_MAX;

void check_memory(const volatile void*, std::size_t) {
  if (__sanitizer_get_current_allocated_bytes() > allowed_bytes) {
    allowed_bytes = SIZE_MAX;
    static_cast<void>(std::fputs("more memory than 10 times the file and 64 MB\n", stderr));
    std::abort();
  }
}

void nothing(const volatile void*) {}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const bool hooked = __sanitizer_install_malloc_and_free_hooks(check_memory, nothing) != 0;
  static const std::string path =
      (std::filesystem::temp_directory_path() / ("reader_fuzz_" + std::to_string(getpid()))).string();
  if (!hooked) {
    std::abort();
  }
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
  constexpr std::size_t slack = std::size_t{64} << 20U;
  allowed_bytes = __sanitizer_get_current_allocated_bytes() + 10 * size + slack;
  for (const bool salvage : {false, true}) {
    try {
      auto runs =
          bench_report::read_file(path, {.salvage = salvage, .library_version = "", .ignored_context = {}});
      bench_report::tell_apart(bench_report::names_by_file(runs));
      bench_report::collect(runs, "real_time");
    } catch (const bench_report::UnusableInput&) {  // what it is for
    }
  }
  bench_report::parse_name(std::string(reinterpret_cast<const char*>(data), size));
  allowed_bytes = SIZE_MAX;
  std::filesystem::remove(path);
  return 0;
}
