// What shells and manuals ask the program, before its command line is one.
#pragma once

#include <optional>
#include <span>
#include <string>

namespace parallelization {

/// The answer to `--complete WORD…` (what may stand in place of the last word) and to `--man-page`; nothing
/// where the command line is neither.
std::optional<std::string> self_description(std::span<char* const> arguments);

}  // namespace parallelization
