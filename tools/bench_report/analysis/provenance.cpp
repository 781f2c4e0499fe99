// Reading contexts.
#include "tools/bench_report/analysis/provenance.hpp"

#include "tools/bench_report/input/commit.hpp"

namespace bench_report {
namespace {

std::string value_of(const std::vector<Run>& runs, const std::string& key) {
  for (const Run& run : runs) {
    if (const auto place = run.context.find(key); place != run.context.end() && !place->second.empty()) {
      return place->second;
    }
  }
  return {};
}

std::string first_commit(const std::vector<Run>& runs) {
  for (const Run& run : runs) {
    if (std::string commit = commit_of(run.context); !commit.empty()) {
      return commit;
    }
  }
  return {};
}

}  // namespace

Provenance provenance_of(const std::vector<Run>& runs) {
  Provenance facts{.files = {},
                   .host = value_of(runs, "host_name"),
                   .processor = value_of(runs, "processor"),
                   .processors = value_of(runs, "num_cpus"),
                   .caches = value_of(runs, "processor_caches"),
                   .commit = first_commit(runs),
                   .has_uncommitted_changes = value_of(runs, "commit_dirty") == "true",
                   .compiler = value_of(runs, "compiler"),
                   .compiler_flags = value_of(runs, "compiler_flags"),
                   .date = value_of(runs, "date")};
  for (const Run& run : runs) {
    facts.files.push_back(run.file);
  }
  return facts;
}

}  // namespace bench_report
