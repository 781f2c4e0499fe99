// Version, commit, compiler and libraries as text.
#include <fmt/core.h>

#include <CLI/Version.hpp>

#include "tools/command_line/version.hpp"

namespace command_line {

std::string version_text(std::string_view program, const std::vector<std::string>& libraries) {
  std::string text(program);
  text.append(" ").append(version()).append("\ncommit ").append(commit());
  text.append(has_uncommitted_changes() ? " with uncommitted changes" : "");
  text.append("\ncompiler ").append(compiler()).append("\nlibraries ");
  for (const std::string& library : libraries) {
    text.append(&library == &libraries.front() ? "" : ", ").append(library);
  }
  return text;
}

std::vector<std::string> shared_libraries() {
  constexpr int fmt_version = FMT_VERSION;  // 90100 is 9.1.0
  return {"CLI11 " CLI11_VERSION, "fmt " + std::to_string(fmt_version / 10000) + '.' +
                                      std::to_string(fmt_version / 100 % 100) + '.' +
                                      std::to_string(fmt_version % 100)};
}

}  // namespace command_line
