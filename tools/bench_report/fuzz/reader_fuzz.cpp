// libFuzzer's target for the reader alone: no bytes may crash it, hang it, or make it take more memory than
// 10 times the file and 64 MB.
#include <sanitizer/allocator_interface.h>

#include <cstdio>
#include <cstdlib>

#include "tools/bench_report/fuzz/fuzz.hpp"
#include "tools/bench_report/input/unusable_input.hpp"

namespace {

std::size_t allowed_bytes = SIZE_MAX;

/// Each time that something large is wanted, now and then for what is small: to count takes long.
void check_memory(const volatile void*, std::size_t size) {
  constexpr std::size_t large = 4096;
  constexpr std::size_t seldom = 64;
  static std::size_t small_ones = 0;
  if (size < large && ++small_ones % seldom != 0) {
    return;
  }
  if (__sanitizer_get_current_allocated_bytes() > allowed_bytes) {
    allowed_bytes = SIZE_MAX;
    bench_report::fuzz::require(false, "more memory than 10 times the file and 64 MB");
  }
}

void nothing(const volatile void*) {}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const bool hooked = __sanitizer_install_malloc_and_free_hooks(check_memory, nothing) != 0;
  bench_report::fuzz::require(hooked, "memory can't be watched");
  constexpr std::size_t slack = std::size_t{64} << 20U;
  allowed_bytes = __sanitizer_get_current_allocated_bytes() + 10 * size + slack;
  // One more byte, of white space, and the same file is read in the other way.
  const bool salvage = size % 2 == 0;
  try {
    bench_report::read_bytes(bench_report::fuzz::text_of(data, size), "input",
                             {.salvage = salvage, .library_version = "", .ignored_context = {}});
  } catch (const bench_report::UnusableInput&) {  // what it is for
  }
  allowed_bytes = SIZE_MAX;
  return 0;
}
