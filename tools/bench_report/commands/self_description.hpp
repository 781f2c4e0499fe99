// What shells and manuals ask the program, before its command line is one.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <span>
#include <string>

namespace bench_report {

/// What every --help ends with, and the manual page.
inline constexpr const char* exit_statuses =
    "0  done; compare, commits: no regression; bisect: found\n"
    "1  compare, commits: a regression, a new error, or a row that vanished\n"
    "2  unusable input or options: one line on stderr says which, where, and what to do\n"
    "3  --strict: some row is inconclusive, or changed and nobody knows whether for better; bisect: "
    "undecided\n"
    "130  interrupted while it measured\n";

/// The answer to `--complete WORD…` (what may stand in place of the last word) and to `--man-page`; nothing
/// where the command line is neither.
std::optional<std::string> self_description(const CLI::App& program, std::span<char* const> arguments);

}  // namespace bench_report
