// What tests share that run `bench` as a program.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace parallelization::test {

inline std::string contents(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

inline rapidjson::Document json(const std::string& text) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseNanAndInfFlag>(text.c_str());
  EXPECT_FALSE(document.HasParseError()) << text;
  return document;
}

struct Result {
  int status = -1;
  std::string out;
  std::string err;
};

/// Starts a program, its arguments behind its name, with its output in two files; returns its process id.
inline pid_t start_program(std::vector<std::string> arguments,
                           const std::map<std::string, std::string>& environment,
                           const std::string& stdout_file, const std::string& stderr_file) {
  const pid_t pid = fork();
  if (pid == 0) {
    for (const auto& [key, value] : environment) {
      setenv(key.c_str(), value.c_str(), 1);
    }
    constexpr mode_t mode = 0600;
    dup2(open(stdout_file.c_str(), O_WRONLY | O_CREAT | O_TRUNC, mode), STDOUT_FILENO);
    dup2(open(stderr_file.c_str(), O_WRONLY | O_CREAT | O_TRUNC, mode), STDERR_FILENO);
    std::vector<char*> argv;
    for (std::string& argument : arguments) {
      argv.push_back(argument.data());
    }
    argv.push_back(nullptr);
    execvp(argv[0], argv.data());
    _exit(127);
  }
  return pid;
}

/// Waits for the program: its exit status, or 1000 and the signal that ended it.
inline int exit_status(pid_t pid) {
  int status = 0;
  waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

/// A folder of its own for each test.
class InFolder : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "bench_test.XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string path(const std::string& name) const { return (folder_ / name).string(); }

  /// The JSON that the program has written.
  rapidjson::Document written() const { return json(contents(folder_ / "out.json")); }

  /// Names of the rows that are repetitions, or failed, each as often as it stands there.
  static std::vector<std::string> rows(const rapidjson::Document& document) {
    std::vector<std::string> names;
    for (const auto& row : document["benchmarks"].GetArray()) {
      if (std::string(row["run_type"].GetString()) == "iteration") {
        names.emplace_back(row["run_name"].GetString());
      }
    }
    return names;
  }

  std::filesystem::path folder_;
};

}  // namespace parallelization::test
