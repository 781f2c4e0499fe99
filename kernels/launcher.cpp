// What launchers leave in the environment.
#include "kernels/launcher.hpp"

#include <charconv>
#include <cstdlib>
#include <initializer_list>
#include <string_view>

namespace parallelization {
namespace {

std::optional<int> first_number(std::initializer_list<const char*> variables) {
  for (const char* const variable : variables) {
    const char* const value = std::getenv(variable);
    const std::string_view text = value == nullptr ? "" : value;
    int number = 0;
    if (!text.empty() &&
        std::from_chars(text.data(), text.data() + text.size(), number).ptr == text.data() + text.size()) {
      return number;
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<int> launched_rank() {
  return first_number({"OMPI_COMM_WORLD_RANK", "PMIX_RANK", "PMI_RANK"});
}

std::optional<int> launched_ranks() {
  return first_number({"OMPI_COMM_WORLD_SIZE", "PMI_SIZE"});
}

bool is_helping_rank() {
  return launched_rank().value_or(0) > 0;
}

}  // namespace parallelization
