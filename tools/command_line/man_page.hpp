// A manual page, made of what a program's own --help says.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace command_line {

/// A part of the page whose lines stay as they are.
struct Section {
  std::string title;  ///< "EXIT STATUS"
  std::string text;
};

/// The page in roff, section 1: name, synopsis, options, subcommands with theirs, and `more` behind them. The
/// program's description begins with its name and a colon; the first sentence behind that is the one line
/// that whatis and apropos show.
std::string man_page(const CLI::App& program, const std::vector<Section>& more);

}  // namespace command_line
