// Input and output of the subcommands.
#include "tools/bench_report/commands/command.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <span>
#include <stdexcept>

#include "tools/bench_report/input/unusable_input.hpp"
#include "tools/files/atomic_file.hpp"

namespace bench_report {
namespace {

/// One file, whatever its names.
bool are_same(const std::string& one, const std::string& other) {
  std::error_code missing;
  return std::filesystem::equivalent(one, other, missing);
}

bool is_standard_output(const std::string& path) {
  return path.empty() || path == "-" || path == "/dev/stdout";
}

}  // namespace

std::vector<Run> read_runs(const std::vector<std::string>& files, const ReadOptions& options) {
  std::vector<Run> runs;
  runs.reserve(files.size());
  for (const std::string& file : files) {
    std::vector<Run> of_file = read_file(file, options);
    const std::span earlier(files.data(), static_cast<std::size_t>(&file - files.data()));
    if (std::ranges::any_of(earlier, [&](const std::string& other) { return are_same(other, file); })) {
      of_file.front().warnings.emplace_back("the file is named twice: its samples count twice");
    }
    std::ranges::move(of_file, std::back_inserter(runs));
  }
  return runs;
}

void add_color(CLI::App& command, Color& color) {
  command
      .add_option_function<std::string>(
          "--color",
          [&color](const std::string& when) {
            color = when == "always" ? Color::always : when == "never" ? Color::never : Color::automatic;
          },
          "Colours in text: auto (on a terminal, unless NO_COLOR is set), always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->default_str("auto")
      ->type_name("WHEN");
}

bool is_coloured(Color color, const std::string& path) {
  if (color != Color::automatic) {
    return color == Color::always;
  }
  const auto variable = [](const char* name) {
    const char* const value = std::getenv(name);
    return std::string(value == nullptr ? "" : value);
  };
  return is_standard_output(path) && isatty(STDOUT_FILENO) == 1 && variable("NO_COLOR").empty() &&
         variable("TERM") != "dumb";
}

void write_output(const std::string& path, const std::string& text, const std::vector<std::string>& inputs) {
  if (is_standard_output(path)) {
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0) {
      throw std::runtime_error("standard output can't be written: is the disk full?");
    }
    return;
  }
  if (std::ranges::any_of(inputs, [&](const std::string& input) { return are_same(input, path); })) {
    throw UnusableInput(path + ": is one of the files read; name another one to write");
  }
  AtomicFile file(path);
  file.write(text);
  file.commit();
}

void add_format(CLI::App& command, Format& format, const std::vector<std::string>& names) {
  std::string words;
  for (const std::string& name : names) {
    words += (name == names.front() ? "" : name == names.back() ? " or " : ", ") + name;
  }
  command
      .add_option_function<std::string>(
          "--format", [&format](const std::string& name) { format = format_named(name); }, words)
      ->check(CLI::IsMember(names))
      ->default_str(names.front())
      ->type_name("FORMAT");
}

}  // namespace bench_report
