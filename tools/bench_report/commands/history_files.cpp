// Folders, and files on several threads.
#include "tools/bench_report/commands/history_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <optional>
#include <utility>

#include "tools/bench_report/analysis/parallel.hpp"
#include "tools/bench_report/input/unusable_input.hpp"
#include "tools/bench_report/text/counts.hpp"
#include "tools/bench_report/text/lists.hpp"
#include "tools/bench_report/text/printable.hpp"

namespace bench_report {
namespace {

namespace fs = std::filesystem;

void add_folder(const std::string& folder, std::vector<std::string>& files) {
  std::vector<std::string> found;
  try {
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
      const std::string name = entry.path().string();
      if ((name.ends_with(".json") || name.ends_with(".json.gz")) && !entry.is_symlink() &&
          entry.is_regular_file()) {
        found.push_back(name);
      }
    }
  } catch (const fs::filesystem_error& error) {
    throw UnusableInput(printable(folder) + ": the folder can't be read: " + error.code().message());
  }
  if (found.empty()) {
    throw UnusableInput(printable(folder) + ": no file in this folder ends in .json or .json.gz");
  }
  std::ranges::sort(found);
  std::ranges::move(found, std::back_inserter(files));
}

struct ReadFile {
  std::vector<RunDigest> runs;
  std::string complaint;
};

/// The readers' own notes, each once, with the number of files that have it.
void add_notes(const std::vector<RunDigest>& runs, std::vector<std::string>& warnings) {
  std::map<std::string, std::pair<std::size_t, std::string>> notes;
  std::size_t without = 0;
  std::vector<std::string> files;
  for (const RunDigest& run : runs) {
    for (const std::string& warning : run.warnings) {
      const auto place = notes.try_emplace(warning, 0, run.file).first;
      ++place->second.first;
    }
    without += run.without;
    if (run.without > 0) {
      files.push_back(run.file);
    }
  }
  for (const auto& [note, where] : notes) {
    const auto& [count, file] = where;
    warnings.push_back(count == 1 ? fmt::format("{}: {}", file, note)
                                  : fmt::format("{} and {} more: {}", file, count - 1, note));
  }
  if (without > 0) {
    warnings.push_back(fmt::format("{} left out, for failures, skips, or values that are not above 0, in {}",
                                   counted(without, "result was", "results were"), some(files)));
  }
}

}  // namespace

std::vector<std::string> find_files(const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    std::error_code missing;
    if (fs::is_directory(path, missing)) {
      add_folder(path, files);
    } else {
      files.push_back(path);
    }
  }
  return files;
}

std::vector<RunDigest> read_digests(const std::vector<std::string>& files, const ReadOptions& reading,
                                    std::span<const Substitution> renames, const DigestOptions& options,
                                    bool strict, Pool& pool, std::vector<std::string>& warnings) {
  std::vector<ReadFile> read(files.size());
  for_each_index(files.size(), [&](std::size_t i) {
    try {
      std::vector<Run> runs = read_file(files[i], reading);
      rename_rows(runs, renames);
      for (Run& run : runs) {
        read[i].runs.push_back(digest(std::move(run), options, pool));
      }
    } catch (const UnusableInput& error) {
      read[i].complaint = error.what();
    }
  });
  std::vector<RunDigest> runs;
  std::vector<std::string> complaints;
  for (ReadFile& file : read) {
    if (!file.complaint.empty()) {
      complaints.push_back(printable(file.complaint));
    }
    std::ranges::move(file.runs, std::back_inserter(runs));
  }
  if (!complaints.empty() && (strict || runs.empty())) {
    throw UnusableInput(complaints.front());
  }
  constexpr std::size_t most = 5;
  for (std::size_t i = 0; i < std::min(most, complaints.size()); ++i) {
    warnings.push_back("left out: " + complaints[i]);
  }
  if (complaints.size() > most) {
    warnings.push_back(fmt::format("left out: {} that can't be used (--strict makes that an error)",
                                   counted(complaints.size() - most, "more file")));
  }
  add_notes(runs, warnings);
  return runs;
}

}  // namespace bench_report
