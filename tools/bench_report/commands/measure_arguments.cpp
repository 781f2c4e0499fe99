// Options, progress and reports.
#include "tools/bench_report/commands/measure_arguments.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <utility>

#include "tools/bench_report/analysis/gate.hpp"
#include "tools/bench_report/commands/command.hpp"
#include "tools/bench_report/commands/live_comparison.hpp"
#include "tools/bench_report/measure/clock.hpp"
#include "tools/bench_report/measure/program.hpp"
#include "tools/bench_report/measure/sampling.hpp"
#include "tools/bench_report/output/compare_report.hpp"
#include "tools/bench_report/text/counts.hpp"
#include "tools/bench_report/text/lists.hpp"
#include "tools/bench_report/text/printable.hpp"

namespace bench_report {
namespace {

/// Progress as one line that changes, on a terminal, or as a line at each look.
class Teller {
 public:
  explicit Teller(bool is_fixed) : is_fixed_(is_fixed), is_terminal_(::isatty(STDERR_FILENO) == 1) {}
  Teller(const Teller&) = delete;
  Teller& operator=(const Teller&) = delete;
  ~Teller() {
    if (has_open_line_) {
      std::cerr << '\n';
    }
  }

  void operator()(const Progress& progress) {
    if (is_terminal_) {
      std::cerr << "\r\033[K" << words(progress) << std::flush;
      has_open_line_ = true;
    } else if (progress.is_look || is_fixed_) {
      if (!(progress.is_look && is_fixed_)) {
        say(words(progress));
      }
    }
  }

 private:
  std::string words(const Progress& progress) const {
    std::string text = is_fixed_ ? fmt::format("{} of {} processes a side", progress.samples, progress.until)
                                 : fmt::format("{} processes a side", progress.samples);
    if (const auto& standing = progress.standing; !is_fixed_ && standing.decided + standing.open > 0) {
      text += fmt::format(": {} decided, {} open", counted(standing.decided, "row"), standing.open);
    }
    text += fmt::format(" after {:.0f} s", progress.seconds);
    return progress.left ? text + fmt::format(", {:.0f} s left at most", *progress.left) : text;
  }

  bool is_fixed_;
  bool is_terminal_;
  bool has_open_line_ = false;
};

/// Says which rows one program has and the other lacks.
void tell_lonely_rows(const std::array<Program, 2>& programs, const LiveComparison& live) {
  for (const std::size_t side : {0U, 1U}) {
    const std::vector<std::string> lacking = live.only_of(static_cast<SideOf>(side));
    if (!lacking.empty()) {
      say(fmt::format("the {} side lists {} that the {} side does not: {}", programs[side].side,
                      counted(lacking.size(), "row"), programs[1 - side].side, printable(some(lacking))));
    }
  }
}

}  // namespace

void add_measure_arguments(CLI::App& command, MeasureArguments& arguments) {
  const std::map<std::string, double> units{{"s", 1}, {"min", 60}, {"m", 60}, {"h", 3600}};
  auto* const budget =
      command
          .add_option(
              "--time-budget", arguments.time_budget,
              "Programs: stop measuring after so long, decided or not, such as 90s, 20min (default: 10min)")
          ->transform(CLI::AsNumberWithUnit(units, CLI::AsNumberWithUnit::CASE_SENSITIVE, "TIME"))
          ->check(CLI::PositiveNumber)
          ->type_name("TIME");
  command
      .add_option("--timeout", arguments.timeout,
                  "Programs: a process that takes longer has failed (default: 10min)")
      ->transform(CLI::AsNumberWithUnit(units, CLI::AsNumberWithUnit::CASE_SENSITIVE, "TIME"))
      ->check(CLI::PositiveNumber)
      ->type_name("TIME");
  auto* const most = command
                         .add_option("--max-processes", arguments.most_processes,
                                     "Programs: at most so many processes a side")
                         ->check(CLI::Range(std::size_t{2}, std::size_t{9998}))
                         ->type_name("N");
  command
      .add_option_function<std::size_t>(
          "--processes",
          [&arguments](std::size_t number) {
            if (number == 0 || number > 9998 || number % 2 != 0) {
              throw CLI::ValidationError(
                  "--processes: an even number up to 9998 is wanted, so that both sides take the same turns");
            }
            arguments.processes = number;
          },
          "Programs: exactly so many processes a side, an even number, and one look at the end")
      ->type_name("N")
      ->excludes(budget)
      ->excludes(most);
  command
      .add_option("--flag", arguments.flags,
                  "Programs: a flag for both of them (several: once for each); what follows -- is that, too")
      ->type_name("FLAG")
      ->allow_extra_args(false);
}

std::vector<std::string> with_flags_as_options(int argc, const char* const* argv) {
  std::vector<std::string> words(argv + 1, argv + argc);
  const auto dashes = std::ranges::find(words, "--");
  if (words.empty() || (words[0] != "compare" && words[0] != "commits" && words[0] != "bisect") ||
      dashes == words.end() || dashes == words.begin() + 1) {
    return words;
  }
  const auto place = words.erase(dashes);
  std::for_each(place, words.end(), [](std::string& word) { word.insert(0, "--flag="); });
  return words;
}

bool is_program(const std::string& path) {
  if (::access(path.c_str(), X_OK) != 0 || !std::filesystem::is_regular_file(path)) {
    return false;
  }
  std::string begin(4, '\0');
  std::ifstream(path, std::ios::binary).read(begin.data(), static_cast<std::streamsize>(begin.size()));
  return begin ==
             "\x7f"
             "ELF" ||
         begin.starts_with("#!");
}

void say(const std::string& words) {
  std::cerr << "bench-report: " << words << '\n';
}

std::optional<MeasuredComparison> measure_and_compare(Processes& processes,
                                                      const std::array<std::string, 2>& programs,
                                                      const MeasureArguments& measuring,
                                                      const CompareArguments& comparing,
                                                      ResultsFolder& folder) {
  check_flags(measuring.flags);
  std::array<Program, 2> called;
  std::array<std::vector<std::string>, 2> listed;
  for (const std::size_t side : {0U, 1U}) {
    called[side] = {.side = side == 0 ? "old" : "new",
                    .path = programs[side],
                    .flags = measuring.flags,
                    .limit = measuring.timeout};
    listed[side] = list_rows(processes, called[side]);
  }
  LiveComparison live(comparing, listed, measuring.processes);
  tell_lonely_rows(called, live);
  folder.clear();
  const SteadyClock clock;
  const auto sampling =
      sampling_flags(processes, clock, called[0], folder.scratch(), live.first(), measuring.time_budget);
  for (Program& program : called) {
    program.flags.insert(program.flags.begin(), sampling.begin(), sampling.end());
  }
  const TurnsOptions turns{.time_budget = measuring.processes ? 0 : measuring.time_budget,
                           .most_samples = measuring.processes.value_or(measuring.most_processes)};
  Measured measured;
  {
    Teller teller(measuring.processes.has_value());
    measured = measure_in_turns(called, turns, processes, clock, folder, live,
                                [&](const Progress& progress) { teller(progress); });
  }
  if (measured.stop == Stop::interrupted) {
    if (!live.has_both()) {
      return std::nullopt;
    }
    live.look(true);
  }
  return MeasuredComparison{.comparison = live.result(measured.seconds_per_round), .stop = measured.stop};
}

Exit report_of_programs(Processes& processes, const std::array<std::string, 2>& programs,
                        const MeasureArguments& measuring, const CompareArguments& comparing,
                        ResultsFolder& folder, Format format, bool is_coloured) {
  const auto kept = [&folder] {
    return folder.files(SideOf::before).empty() ? std::string("nothing was measured")
                                                : "what was measured is in " + folder.path();
  };
  std::optional<MeasuredComparison> measured;
  try {
    measured = measure_and_compare(processes, programs, measuring, comparing, folder);
  } catch (const ProgramFailed& error) {
    throw ProgramFailed(std::string(error.what()) + "; " + kept());
  } catch (const Interrupted&) {
    // Before anything was measured: said below.
  }
  const bool is_whole = measured && measured->stop != Stop::interrupted;
  if (measured) {
    Comparison& comparison = measured->comparison;
    if (!is_whole) {
      comparison.warnings.insert(comparison.warnings.begin(),
                                 "INTERRUPTED: only what was measured until then");
    } else if (measured->stop == Stop::time_is_up) {
      comparison.warnings.insert(
          comparison.warnings.begin(),
          fmt::format("the time budget of {:g} s ended before all rows were decided", measuring.time_budget));
    }
    const CompareReport report(comparison);
    if (is_whole) {
      folder.write_report("json", formatted(report, Format::json));
      folder.write_report("md", formatted(report, Format::markdown));
      folder.write_report("xml", formatted(report, Format::junit));
      folder.write_report("txt", formatted(report, Format::text));
    }
    try {
      write_output("", formatted(report, format, is_coloured), {});
    } catch (const std::exception& error) {
      say(error.what());  // a reader that has gone away changes no verdict
    }
  }
  if (!is_whole) {
    say("interrupted; " + kept());
    return Exit::interrupted;
  }
  say(fmt::format("{} and {} files of the two sides, and report.txt, .json, .md and .xml, are in {}",
                  folder.files(SideOf::before).size(), folder.files(SideOf::after).size(), folder.path()));
  return exit_status(measured->comparison);
}

}  // namespace bench_report
