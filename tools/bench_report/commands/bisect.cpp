// `bench-report bisect GOOD BAD ROW…`: which commit made rows slower?
#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <stdexcept>

#include "tools/bench_report/commands/command.hpp"
#include "tools/bench_report/commands/project_arguments.hpp"
#include "tools/bench_report/measure/row_filter.hpp"
#include "tools/bench_report/measure/search.hpp"
#include "tools/bench_report/text/counts.hpp"
#include "tools/bench_report/text/lists.hpp"

namespace bench_report {
namespace {

struct BisectCommand {
  std::string good;
  std::string bad;
  std::vector<std::string> rows;
  ProjectArguments project;
  std::string output;
};

/// Is a row of it slower than in the good commit? Measured rows only; what can't be told is unknown.
Probe probe_of(const Comparison& comparison) {
  if (comparison.count(Verdict::regressed) > 0) {
    return Probe::bad;
  }
  const std::size_t same = comparison.count(Verdict::equivalent) + comparison.count(Verdict::improved);
  return same == comparison.rows.size() ? Probe::good : Probe::unknown;
}

std::string words(Probe probe) {
  return probe == Probe::bad ? "slower" : probe == Probe::good ? "not slower" : "not decided";
}

/// Compares commits with the good one, step by step.
class Steps {
 public:
  Steps(Processes& processes, const Git& git, BisectCommand& arguments, Builds& builds, ResultsFolder& folder)
      : processes_(processes), git_(git), arguments_(arguments), builds_(builds), folder_(folder) {
    good_ = builds.program_of(git.commit(arguments.good), "good", say);
  }

  /// Throws Interrupted. A commit that does not build or measure these rows is unknown, and said so.
  Probe ask(const std::string& commit) {
    const std::string name = git_.describe(commit);
    Probe probe = Probe::unknown;
    std::string why;
    try {
      const std::string program = builds_.program_of(commit, "bad", say);
      const auto measured = measure_and_compare(processes_, {good_, program}, arguments_.project.measuring,
                                                arguments_.project.comparing, folder_);
      if (!measured || measured->stop == Stop::interrupted) {
        throw Interrupted();
      }
      probe = probe_of(measured->comparison);
    } catch (const BuildFailed& error) {
      why = error.what();
    } catch (const ProgramFailed& error) {
      why = error.what();
    }
    fmt::print("{:<11}  {}{}\n", words(probe), name, why.empty() ? "" : ": " + why);
    return probe;
  }

 private:
  Processes& processes_;
  const Git& git_;
  BisectCommand& arguments_;
  Builds& builds_;
  ResultsFolder& folder_;
  std::string good_;
};

/// The rows as a filter of the programs.
void measure_only(const std::vector<std::string>& rows, MeasureArguments& measuring) {
  std::vector<ListedRow> listed;
  listed.reserve(rows.size());
  for (const std::string& row : rows) {
    listed.push_back({row, row});
  }
  const auto filters = exact_filters(listed);
  if (filters.size() > 1) {
    throw std::invalid_argument("bisect: these are too many rows for one call of a program; name fewer");
  }
  measuring.flags.push_back("--benchmark_filter=" + filters.front().before);
}

Exit bisect(BisectCommand& arguments) {
  ProjectArguments& project = arguments.project;
  ChildProcesses processes;
  try {
    const Git git = open_project(processes, project);
    const auto commits = git.between(git.commit(arguments.good), git.commit(arguments.bad));
    ResultsFolder folder(arguments.output.empty() ? git.root() + "/bench-report-results" : arguments.output);
    settle(project.comparing);
    measure_only(arguments.rows, project.measuring);
    Builds builds(processes, git, project.recipe, project.cache);
    Steps steps(processes, git, arguments, builds, folder);
    if (const Probe whole = steps.ask(commits.back()); whole != Probe::bad) {
      fmt::print("{} {} than {} in these rows: there is nothing to search\n", arguments.bad,
                 whole == Probe::good ? "is not slower" : "was not shown to be slower", arguments.good);
      return Exit::inconclusive;
    }
    const Suspects found = first_bad(commits.size(), [&](std::size_t i) { return steps.ask(commits[i]); });
    if (found.first == found.last) {
      fmt::print("the first slow commit is {}\n", git.describe(commits[found.last]));
    } else {
      fmt::print("the first slow commit is one of these {}, of which the others could not be decided:\n",
                 found.last - found.first + 1);
      for (std::size_t i = found.first; i <= found.last; ++i) {
        fmt::print("  {}\n", git.describe(commits[i]));
      }
    }
    fmt::print("{} built now\n", counted_of(builds.built(), commits.size() + 1, "commit", "was", "were"));
    return found.first == found.last ? Exit::success : Exit::inconclusive;
  } catch (const Interrupted&) {
    say("interrupted");
    return Exit::interrupted;
  }
}

}  // namespace

void add_bisect(CLI::App& program, Exit& status) {
  auto* const command = program.add_subcommand(
      "bisect", "Which commit made rows slower? Searches between two commits by comparing with the good one");
  auto arguments = std::make_shared<BisectCommand>();
  command->add_option("good", arguments->good, "A commit that is fast enough")->required()->type_name("GOOD");
  command->add_option("bad", arguments->bad, "A later one that is slower")->required()->type_name("BAD");
  command->add_option("rows", arguments->rows, "Names of benchmarks, as reports have them")
      ->required()
      ->type_name("ROW…");
  add_project_arguments(*command, arguments->project);
  command
      ->add_option("-o,--output", arguments->output,
                   "Folder for what the last step measured (default: bench-report-results in the project)")
      ->type_name("FOLDER");
  command->callback([arguments, &status] { status = bisect(*arguments); });
}

}  // namespace bench_report
