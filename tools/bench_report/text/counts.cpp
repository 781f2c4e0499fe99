// One or several.
#include "tools/bench_report/text/counts.hpp"

#include <fmt/format.h>

namespace bench_report {

std::string counted(std::size_t number, std::string_view one, std::string_view several) {
  return fmt::format("{} {}", number, number == 1 ? one : several);
}

std::string counted(std::size_t number, std::string_view one) {
  return counted(number, one, std::string(one) + "s");
}

std::string counted_of(std::size_t number, std::size_t all, std::string_view noun,
                       std::string_view verb_of_one, std::string_view verb_of_several) {
  return fmt::format("{} {}", counted_of(number, all, noun), number == 1 ? verb_of_one : verb_of_several);
}

std::string counted_of(std::size_t number, std::size_t all, std::string_view noun) {
  return fmt::format("{} of {}", number, counted(all, noun));
}

}  // namespace bench_report
