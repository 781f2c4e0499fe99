// Names and values, line by line.
#include "tools/bench_report/measure/project_file.hpp"

#include <fmt/format.h>

#include <fstream>
#include <stdexcept>
#include <string_view>

namespace bench_report {
namespace {

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r");
  return begin == std::string_view::npos ? ""
                                         : text.substr(begin, text.find_last_not_of(" \t\r") + 1 - begin);
}

}  // namespace

ProjectFile read_project_file(const std::string& path) {
  ProjectFile file;
  std::ifstream stream(path);
  std::size_t number = 0;
  for (std::string line; std::getline(stream, line);) {
    ++number;
    const std::string_view text = trimmed(line);
    if (text.empty() || text.front() == '#') {
      continue;
    }
    const auto equals = text.find('=');
    const std::string_view name = trimmed(text.substr(0, equals));
    const std::string value(equals == std::string_view::npos ? "" : trimmed(text.substr(equals + 1)));
    if (name == "build" && !value.empty()) {
      file.recipe.command = value;
    } else if (name == "program" && !value.empty()) {
      file.recipe.program = value;
    } else if (name == "flag" && !value.empty()) {
      file.flags.push_back(value);
    } else {
      throw std::runtime_error(fmt::format(
          "{}:{}: a line is wanted such as: build = COMMAND, program = PATH, flag = FLAG", path, number));
    }
  }
  return file;
}

}  // namespace bench_report
