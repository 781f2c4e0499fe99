// Composing the words.
#include "tools/bench_report/output/limit_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <span>

#include "tools/bench_report/output/metric_text.hpp"
#include "tools/bench_report/text/lists.hpp"

namespace bench_report {
namespace {

/// "from N = 100 to 278", "at N = 359"; the last ones of several: "from N = 464 on".
std::string range(std::span<const Roof> roofs, const AxisScale& scale, bool goes_on) {
  const std::string axis = (scale.title.empty() ? "argument" : scale.title) + " = ";
  const auto at = [&](const Roof& roof) { return value_text(scale, roof.x); };
  if (scale.kind == AxisKind::categories) {
    std::vector<std::string> places;
    std::ranges::transform(roofs, std::back_inserter(places), at);
    return "at " + axis + some(places);
  }
  if (roofs.size() == 1) {
    return "at " + axis + at(roofs.front());
  }
  return "from " + axis + at(roofs.front()) + (goes_on ? " on" : " to " + at(roofs.back()));
}

std::string sentence(const std::vector<Roof>& roofs, const AxisScale& scale, const std::string& who) {
  std::string text;
  for (auto first = roofs.begin(); first != roofs.end();) {
    const auto end =
        std::find_if(first, roofs.end(), [&](const Roof& roof) { return roof.binds != first->binds; });
    const std::string what = first->binds == Resource::both ? "both alike" : name_of(first->binds);
    const bool goes_on = first != roofs.begin() && end == roofs.end();
    text +=
        (first == roofs.begin() ? who + ": " + what + (first->binds == Resource::both ? " bind " : " binds ")
                                : ", " + what + " ") +
        range({first, end}, scale, goes_on);
    first = end;
  }
  return text.empty() ? text : text + ".";
}

}  // namespace

std::vector<std::string> limit_sentences(const Limits& limits, const AxisScale& scale) {
  std::vector<std::string> sentences;
  for (const bool parallel : {false, true}) {
    std::vector<Roof> roofs;
    std::ranges::copy_if(limits.roofs, std::back_inserter(roofs),
                         [&](const Roof& roof) { return roof.parallel == parallel; });
    if (std::string text = sentence(roofs, scale, parallel ? "All workers" : "One worker"); !text.empty()) {
      sentences.push_back(std::move(text));
    }
  }
  return sentences;
}

std::string share_text(const Share& share) {
  return fmt::format("{} % of the limit ({})", format_in(100 * share.share, {}),
                     share.binds == Resource::both ? "memory and arithmetic" : name_of(share.binds));
}

std::string short_share(const Share& share) {
  return fmt::format("{} {}", format_in(100 * share.share, {}), name_of(share.binds).front());
}

}  // namespace bench_report
