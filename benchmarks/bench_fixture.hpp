// What tests share that run bench_with_fakes, or bench itself.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "benchmarks/test_support.hpp"

namespace parallelization::test {

/// The program, run in a folder of its own.
class Bench : public InFolder {
 protected:
  Result run_program(std::vector<std::string> command,
                     const std::map<std::string, std::string>& environment = {},
                     const std::string& stdout_file = "") const {
    const std::string out = stdout_file.empty() ? path("stdout") : stdout_file;
    const std::string err = path("stderr");
    const int status = exit_status(start_program(std::move(command), environment, out, err));
    return {.status = status, .out = stdout_file.empty() ? contents(out) : "", .err = contents(err)};
  }

  Result run(std::vector<std::string> arguments, const std::map<std::string, std::string>& environment = {},
             const std::string& stdout_file = "") const {
    arguments.insert(arguments.begin(), BENCH_WITH_FAKES);
    return run_program(std::move(arguments), environment, stdout_file);
  }

  /// What `script`, of bash, does with a program and its arguments, "$@".
  Result run_script(const std::string& script, std::vector<std::string> command) const {
    const std::vector<std::string> shell{"bash", "-c", script, "bash"};
    command.insert(command.begin(), shell.begin(), shell.end());
    return run_program(std::move(command));
  }

  /// Two sizes, three repetitions.
  std::vector<std::string> quickly(const std::string& filter, std::vector<std::string> more = {}) const {
    more.insert(more.begin(), {"--benchmark_filter=" + filter, "--sizes=3,5", "--benchmark_repetitions=3",
                               "--benchmark_min_time=0.001", "--benchmark_out=" + path("out.json")});
    return more;
  }

  Result quick(const std::string& filter, std::vector<std::string> more = {},
               const std::map<std::string, std::string>& environment = {}) const {
    return run(quickly(filter, std::move(more)), environment);
  }

  /// Names of the files in the folder that come from the file of results.
  std::vector<std::string> files_of_results() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
      const std::string name = entry.path().filename();
      if (name.starts_with("out.")) {
        names.push_back(name);
      }
    }
    return names;
  }
};

}  // namespace parallelization::test
