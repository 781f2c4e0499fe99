// Names of sides and files.
#include "tools/bench_report/analysis/side.hpp"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <iterator>
#include <map>

namespace bench_report {

std::vector<std::string> names_of(std::span<const Side> sides) {
  std::vector<std::string> names;
  std::ranges::transform(sides, std::back_inserter(names), &Side::name);
  return names;
}

std::vector<std::string> names_of_files(std::span<const std::string> paths) {
  std::vector<std::string> names;
  std::ranges::transform(paths, std::back_inserter(names), [](const std::string& path) {
    return std::filesystem::path(path).filename().string();
  });
  std::map<std::string, int> uses;
  for (const std::string& name : names) {
    ++uses[name];
  }
  for (std::size_t i = 0; i < paths.size(); ++i) {
    names[i] = uses[names[i]] > 1 ? paths[i] : names[i];
  }
  return names;
}

}  // namespace bench_report
