// What a shell may offer at the end of a command line that is being typed. The program answers that itself,
// so that the shells' scripts know nothing which could grow old.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>
#include <vector>

namespace command_line {

struct Candidate {
  std::string word;
  std::string description;  ///< may be empty
};

struct Completion {
  std::vector<Candidate> candidates;
  bool files = false;  ///< names of files fit, too
};

/// Values of an option that neither are files nor stand in its own list; `files` are those that the command
/// line names already. May throw: there are none then.
using Values =
    std::function<std::vector<Candidate>(const CLI::Option& option, const std::vector<std::string>& files)>;

/// What may stand in place of the last of `words`, the one that is being typed; the others are those between
/// it and the program's name. All candidates begin with it.
Completion complete(const CLI::App& program, const std::vector<std::string>& words, const Values& values);

/// What the shells' scripts read: a line for each candidate, its description behind a tabulator, and a line
/// with a tabulator alone where names of files fit.
std::string to_lines(const Completion& completion);

}  // namespace command_line
