// Its flags, and what its end says.
#include "tools/bench_report/measure/program.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <string_view>

namespace bench_report {
namespace {

std::string who(const Program& program) {
  return fmt::format("the {} side's {}", program.side,
                     std::filesystem::path(program.path).filename().string());
}

Ending call(Processes& processes, const Program& program, const std::vector<std::string>& more) {
  Command command{.words = {program.path}};
  command.words.insert(command.words.end(), program.flags.begin(), program.flags.end());
  command.words.insert(command.words.end(), more.begin(), more.end());
  Ending ending = processes.run(command, program.limit);
  if (ending.how == Ending::How::interrupted) {
    throw Interrupted();
  }
  return ending;
}

}  // namespace

std::vector<std::string> list_rows(Processes& processes, const Program& program) {
  const Ending ending = call(processes, program, {"--benchmark_list_tests=true"});
  if (!ending.succeeded()) {
    throw ProgramFailed(who(program) + ", asked for its benchmarks, " + ending.describe(program.limit));
  }
  std::vector<std::string> names;
  for (std::size_t begin = 0; begin < ending.output.size();) {
    const std::size_t end = std::min(ending.output.find('\n', begin), ending.output.size());
    if (end > begin) {
      names.push_back(ending.output.substr(begin, end - begin));
    }
    begin = end + 1;
  }
  if (names.empty()) {
    throw ProgramFailed(who(program) + " lists no benchmarks (--benchmark_list_tests=true)" +
                        (ending.last_words.empty() ? "" : ": " + ending.last_words));
  }
  return names;
}

void measure(Processes& processes, const Program& program, const std::string& filter,
             const std::string& file) {
  std::error_code missing;
  std::filesystem::remove(file, missing);
  std::vector<std::string> more;
  if (!filter.empty()) {
    more.push_back("--benchmark_filter=" + filter);
  }
  more.push_back("--benchmark_out=" + file);
  more.emplace_back("--benchmark_out_format=json");
  const Ending ending = call(processes, program, more);
  if (!(ending.how == Ending::How::exited && ending.status <= 1)) {
    throw ProgramFailed(who(program) + ' ' + ending.describe(program.limit));
  }
  if (const auto size = std::filesystem::file_size(file, missing); missing || size == 0) {
    throw ProgramFailed(fmt::format("{} wrote no results (exit status {}){}{}", who(program), ending.status,
                                    ending.last_words.empty() ? "" : ": ", ending.last_words));
  }
}

void check_flags(const std::vector<std::string>& flags) {
  for (const std::string& flag : flags) {
    const std::string_view name = std::string_view(flag).substr(0, flag.find('='));
    if (name == "--benchmark_out" || name == "--benchmark_out_format" || name == "--benchmark_list_tests" ||
        name == "--benchmark_format") {
      throw std::invalid_argument(flag + ": every process's results go to the folder of --output");
    }
  }
}

}  // namespace bench_report
