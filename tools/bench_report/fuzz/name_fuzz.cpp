// libFuzzer's target for names: every text is a name, and its parts give the same parts again.
#include <string>

#include "tools/bench_report/fuzz/fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace bench_report;
  const std::string full(fuzz::text_of(data, size));
  const Name name = parse_name(full);
  fuzz::require(name.full == full, "a name is kept as it is");
  fuzz::require(name.matches(parse_name(full)), "a name is the same benchmark as itself");
  fuzz::require(name.threads > 0, "threads are counted from 1");
  fuzz::require(row_key(name) == row_key(parse_name(full)), "a name has one key");
  sampling_of(name);
  const Name second = numbered(name, 2);
  fuzz::require(second.full.size() == full.size() + std::string(" (2nd)").size(),
                "a number is added, nothing is lost");
  return 0;
}
