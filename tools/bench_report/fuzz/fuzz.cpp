// What the fuzz targets share.
#include "tools/bench_report/fuzz/fuzz.hpp"

#include <cstdio>
#include <cstdlib>
#include <string>

#include "tools/bench_report/input/unusable_input.hpp"

namespace bench_report::fuzz {

std::vector<Run> runs_of(std::string_view bytes) {
  try {
    return read_bytes(bytes, "input", {.salvage = true, .library_version = "", .ignored_context = {}});
  } catch (const UnusableInput&) {  // what it is for
    return {};
  }
}

void require(bool holds, const char* words) {
  if (!holds) {
    static_cast<void>(std::fprintf(stderr, "%s\n", words));
    std::abort();
  }
}

}  // namespace bench_report::fuzz
