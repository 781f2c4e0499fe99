// What both programs say of themselves: `--version`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace command_line {

std::string_view version();  ///< "0.2.0"
std::string_view commit();   ///< 40 hexadecimal digits, or "unknown" where git knows none
bool has_uncommitted_changes();
std::string_view compiler();  ///< "GNU 12.2.0"

/// Four lines: program and version, commit, compiler, and the libraries ("zlib 1.2.13") that it was
/// built with. No line break at the end.
std::string version_text(std::string_view program, const std::vector<std::string>& libraries);

/// "CLI11 2.1.2", and of fmt the same: libraries that both programs are built with.
std::vector<std::string> shared_libraries();

}  // namespace command_line
