// Facts as lines.
#include "tools/bench_report/output/provenance_lines.hpp"

#include <fmt/format.h>

#include <cstddef>

namespace bench_report {

std::vector<std::string> context_lines(const Provenance& facts) {
  std::vector<std::string> lines;
  const auto add = [&](const std::string& text) {
    if (!text.empty()) {
      lines.push_back(text);
    }
  };
  std::string machine = facts.host;
  if (!facts.processor.empty()) {
    machine += (machine.empty() ? "" : ": ") + facts.processor;
  }
  if (!facts.processors.empty()) {
    machine += (machine.empty() ? "" : ", ") + facts.processors +
               (facts.processors == "1" ? " processor" : " processors");
  }
  add(machine + (facts.caches.empty() ? "" : ", " + facts.caches));
  std::string commit = facts.commit;
  if (!commit.empty()) {
    constexpr std::size_t abbreviated = 12;
    commit = "commit " + commit.substr(0, abbreviated) +
             (facts.has_uncommitted_changes ? " with uncommitted changes" : "");
  }
  if (!facts.compiler.empty()) {
    commit += (commit.empty() ? "" : ", ") + facts.compiler + " " + facts.compiler_flags;
  }
  add(commit);
  add(facts.date);
  return lines;
}

std::vector<std::string> side_lines(const Provenance& facts) {
  std::vector<std::string> lines{
      facts.files.size() == 1
          ? facts.files.front()
          : fmt::format("{} files: {} … {}", facts.files.size(), facts.files.front(), facts.files.back())};
  const auto more = context_lines(facts);
  lines.insert(lines.end(), more.begin(), more.end());
  return lines;
}

}  // namespace bench_report
