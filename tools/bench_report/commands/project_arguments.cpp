// Options, and the project's own file.
#include "tools/bench_report/commands/project_arguments.hpp"

#include <termios.h>
#include <unistd.h>

#include <stdexcept>

#include "tools/bench_report/measure/project_file.hpp"

namespace bench_report {
namespace {

/// Builds write to the terminal from a process group of their own.
void refuse_a_terminal_that_stops_them() {
  termios settings{};
  if (::isatty(STDERR_FILENO) == 1 && ::tcgetattr(STDERR_FILENO, &settings) == 0 &&
      (settings.c_lflag & TOSTOP) != 0) {
    throw std::runtime_error(
        "this terminal stops what writes to it in the background, as builds do here: run stty -tostop first, "
        "or "
        "append 2>log");
  }
}

}  // namespace

void add_project_arguments(CLI::App& command, ProjectArguments& arguments) {
  command
      .add_option("--project", arguments.folder,
                  "The project's folder, the root of a git repository (default: the one that you are in)")
      ->type_name("FOLDER");
  command
      .add_option("--build", arguments.recipe.command,
                  "What builds the benchmarks, for the shell, in a work tree's root (default: of the file "
                  ".bench-report "
                  "in the project)")
      ->type_name("COMMAND");
  command
      .add_option("--program", arguments.recipe.program,
                  "The program that this makes, relative to that root (likewise)")
      ->type_name("PATH");
  command
      .add_option("--cache", arguments.cache,
                  "Where builds are kept, by commit (default: bench-report in $XDG_CACHE_HOME or ~/.cache)")
      ->type_name("FOLDER");
  add_measure_arguments(command, arguments.measuring);
  add_compare_arguments(command, arguments.comparing);
}

Git open_project(Processes& processes, ProjectArguments& arguments) {
  refuse_a_terminal_that_stops_them();
  check_flags(arguments.measuring.flags);
  forget_the_hooks_repository(processes);
  const std::string folder = arguments.folder.empty() ? root_of_repository(processes) : arguments.folder;
  Git git(processes, folder);
  const ProjectFile file = read_project_file(git.root() + "/.bench-report");
  BuildRecipe& recipe = arguments.recipe;
  recipe.command = recipe.command.empty() ? file.recipe.command : recipe.command;
  recipe.program = recipe.program.empty() ? file.recipe.program : recipe.program;
  if (recipe.command.empty() || recipe.program.empty()) {
    throw std::invalid_argument(
        "how are the benchmarks built? --build COMMAND and --program PATH say so, or lines of the file "
        ".bench-report in "
        "the project: build = COMMAND, program = PATH");
  }
  check_flags(file.flags);
  auto& flags = arguments.measuring.flags;
  flags.insert(flags.begin(), file.flags.begin(), file.flags.end());
  arguments.cache = arguments.cache.empty() ? cache_folder() : arguments.cache;
  return git;
}

}  // namespace bench_report
