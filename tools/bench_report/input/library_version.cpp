// Evidence of versions.
#include "tools/bench_report/input/library_version.hpp"

#include <array>
#include <charconv>
#include <optional>
#include <stdexcept>
#include <string_view>

#include "tools/bench_report/text/printable.hpp"

namespace bench_report {
namespace {

struct Version {
  std::array<int, 3> numbers{};
  bool is_between = false;  ///< some commits behind it: "v1.8.5-17-gdeadbeef"
};

/// "v1.9.1", "1.9", "1.8.3-12-g0123456"; none for anything else.
std::optional<Version> parsed(std::string_view text) {
  Version version;
  text.remove_prefix(text.starts_with('v') ? 1 : 0);
  const char* place = text.data();
  const char* const end = text.data() + text.size();
  for (std::size_t i = 0; i < version.numbers.size(); ++i) {
    const auto [stop, error] = std::from_chars(place, end, version.numbers[i]);
    if (error != std::errc() || version.numbers[i] < 0) {
      return std::nullopt;
    }
    place = stop;
    if (place == end || *place != '.') {
      if (i == 0) {
        return std::nullopt;
      }
      break;
    }
    ++place;
  }
  version.is_between = place != end;
  return !version.is_between || *place == '-' || *place == '+' ? std::optional(version) : std::nullopt;
}

constexpr std::array no_longer_divides{1, 9, 0};
constexpr std::array first_that_tells{1, 8, 3};  // with commits behind it
constexpr std::array last_that_may_divide{1, 8, 5};

}  // namespace

ThreadTimes thread_times(const std::map<std::string, std::string>& context, const std::string& version) {
  if (!version.empty()) {
    const auto told = parsed(version);
    if (!told) {
      throw std::invalid_argument("--library-version " + printable(version) +
                                  ": no version of Google Benchmark, such as 1.8.3");
    }
    return told->numbers < no_longer_divides ? ThreadTimes::divided : ThreadTimes::whole;
  }
  if (context.contains("aslr_enabled")) {
    return ThreadTimes::whole;
  }
  const auto stated = context.find("library_version");
  if (stated == context.end()) {
    // Of a context that another program made nothing is known.
    const bool is_the_librarys = context.contains("library_build_type") || context.contains("num_cpus");
    return is_the_librarys && !context.contains("json_schema_version") ? ThreadTimes::divided
                                                                       : ThreadTimes::unknown;
  }
  const auto found = parsed(stated->second);
  // There is no 2.0, and no version before that one names itself: another project's tag.
  if (!found || found->numbers < first_that_tells || found->numbers[0] > 1) {
    return ThreadTimes::unknown;
  }
  if (found->numbers == last_that_may_divide && found->is_between) {
    return ThreadTimes::unknown;
  }
  return found->numbers < no_longer_divides ? ThreadTimes::divided : ThreadTimes::whole;
}

}  // namespace bench_report
