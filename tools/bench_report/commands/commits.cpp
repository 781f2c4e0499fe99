// `bench-report commits OLD [NEW]`: is one commit slower than another?
#include <memory>
#include <optional>
#include <stdexcept>

#include "tools/bench_report/commands/command.hpp"
#include "tools/bench_report/commands/project_arguments.hpp"
#include "tools/bench_report/measure/git.hpp"

namespace bench_report {
namespace {

struct CommitsCommand {
  std::vector<std::string> commits;
  ProjectArguments project;
  std::string output;
  Format format = Format::text;
  Color color = Color::automatic;
};

Exit compare_commits(CommitsCommand& arguments) {
  ProjectArguments& project = arguments.project;
  ChildProcesses processes;
  try {
    const Git git = open_project(processes, project);
    const std::string before = git.commit(arguments.commits.front());
    std::optional<std::string> after;
    if (arguments.commits.size() > 1) {
      after = git.commit(arguments.commits[1]);
    }
    ResultsFolder folder(arguments.output.empty() ? git.root() + "/bench-report-results" : arguments.output);
    if (!after) {
      after = git.working_tree();
    }
    settle(project.comparing);
    Builds builds(processes, git, project.recipe, project.cache);
    const std::string old_program = builds.program_of(before, "old", say);
    const std::string new_program = builds.program_of(*after, "new", say);
    return report_of_programs(processes, {old_program, new_program}, project.measuring, project.comparing,
                              folder, arguments.format, is_coloured(arguments.color, ""));
  } catch (const Interrupted&) {
    say("interrupted; nothing was measured");
    return Exit::interrupted;
  }
}

}  // namespace

void add_commits(CLI::App& program, Exit& status) {
  auto* const command = program.add_subcommand("commits",
                                               "Is a commit slower than another? Builds both in work trees "
                                               "of their own, measures them in turns, and compares");
  auto arguments = std::make_shared<CommitsCommand>();
  command
      ->add_option("commits", arguments->commits,
                   "OLD and NEW; without NEW it is the working tree as it is, untracked files included")
      ->required()
      ->expected(1, 2)
      ->type_name("COMMIT");
  add_project_arguments(*command, arguments->project);
  command
      ->add_option(
          "-o,--output", arguments->output,
          "Folder for what is measured, and the reports (default: bench-report-results in the project)")
      ->type_name("FOLDER");
  add_format(*command, arguments->format, {"text", "markdown", "json", "junit"});
  add_color(*command, arguments->color);
  command->callback([arguments, &status] { status = compare_commits(*arguments); });
}

}  // namespace bench_report
