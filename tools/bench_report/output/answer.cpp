// Composing the sentences.
#include "tools/bench_report/output/answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <map>
#include <span>
#include <string_view>

#include "tools/bench_report/output/metric_text.hpp"
#include "tools/bench_report/text/lists.hpp"
#include "tools/bench_report/text/numbers.hpp"

namespace bench_report {
namespace {

constexpr std::size_t most_sentences = 8;
constexpr std::size_t most_guests = 3;

/// "a", "a and b", "a, b and c".
std::string enumerated(std::span<const std::string> words) {
  return words.size() < 2 ? joined(words) : joined(words.first(words.size() - 1)) + " and " + words.back();
}

class Sentences {
 public:
  Sentences(std::span<const Winner> winners, const AxisScale& scale) : winners_(winners), scale_(scale) {}

  /// "from N = 100 to 359", "from N = 464 on", "at N = 100".
  std::string range(const Stretch& stretch) const {
    const std::string axis = (scale_.title.empty() ? "argument" : scale_.title) + " = ";
    if (scale_.kind == AxisKind::categories) {
      std::vector<std::string> places;
      for (std::size_t i = stretch.first; i <= stretch.last; ++i) {
        places.push_back(at(i));
      }
      return "at " + axis + some(places);
    }
    if (stretch.first == stretch.last) {
      return "at " + axis + at(stretch.first);
    }
    const bool goes_on = stretch.first > 0 && stretch.last + 1 == winners_.size();
    return "from " + axis + at(stretch.first) + (goes_on ? " on" : " to " + at(stretch.last));
  }

  /// "a and b, within 4 % of each other; at 278 also c".
  std::string families(const Stretch& stretch) const {
    std::string text = enumerated(stretch.families);
    if (stretch.families.size() > 1) {
      const double percent = std::max(1.0, std::ceil(100 * stretch.within - 1e-9));
      text += fmt::format(", within {:.0f} % of each other", percent);
    }
    // Guests that come at the same sizes are named together.
    std::map<std::vector<std::size_t>, std::vector<std::string>> guests;
    for (const Stretch::Guest& guest : stretch.guests) {
      guests[guest.places].push_back(guest.family);
    }
    std::size_t told = 0;
    std::vector<std::string> others;
    for (const auto& [places, names] : guests) {
      if (told++ < most_guests) {
        text += fmt::format("; {} also {}", where(stretch, places), enumerated(names));
      } else {
        others.insert(others.end(), names.begin(), names.end());
      }
    }
    return others.empty() ? text : text + "; at some sizes also " + enumerated(others);
  }

 private:
  std::string at(std::size_t place) const { return value_text(scale_, winners_[place].x); }

  /// "from 464 on", "from 100 to 215", "at 215 and 464".
  std::string where(const Stretch& stretch, const std::vector<std::size_t>& places) const {
    const bool joined_up = places.back() - places.front() + 1 == places.size() && places.size() > 1;
    if (joined_up && scale_.kind != AxisKind::categories) {
      const bool goes_on = places.back() == stretch.last && stretch.last + 1 == winners_.size();
      return "from " + at(places.front()) + (goes_on ? " on" : " to " + at(places.back()));
    }
    std::vector<std::string> texts;
    std::ranges::transform(places, std::back_inserter(texts), [&](std::size_t place) { return at(place); });
    return "at " + enumerated(texts);
  }

  std::span<const Winner> winners_;
  const AxisScale& scale_;
};

std::string_view reason_of(Lead doubt) {
  return doubt == Lead::alone      ? "alone"
         : doubt == Lead::no_ratio ? "a sample is not positive"
                                   : "too few samples to tell";
}

std::string capitalised(std::string text) {
  text.front() = static_cast<char>(text.front() - 'a' + 'A');
  return text;
}

/// How the best at the largest size stands to the base.
std::string comparison_with_base(const QuantileTable& table) {
  const Winner& last = table.winners.back();
  const auto row = std::ranges::find_if(table.rows, [&](const QuantileRow& candidate) {
    return candidate.x == last.x && candidate.family == last.family;
  });
  if (row == table.rows.end() || !row->speedup || row->family == table.base) {
    return {};
  }
  const std::string where =
      fmt::format("At {} = {} ", axis_name(table.set), value_text(table.set.scale, last.x));
  const std::string median = format_metric(row->median, table.set.metric);
  return is_time(table.set.metric) ? fmt::format("{}{} takes {}: {} as fast as {}.", where, row->family,
                                                 median, format_ratio(*row->speedup), table.base)
                                   : fmt::format("{}{} has {}: {} as good as {}.", where, row->family, median,
                                                 format_ratio(*row->speedup), table.base);
}

}  // namespace

std::vector<std::string> answer_sentences(const std::vector<Winner>& winners, const AxisScale& scale,
                                          std::string_view best) {
  std::vector<std::string> sentences;
  if (!is_contested(winners)) {
    return sentences;
  }
  const Sentences words(winners, scale);
  const auto stretches = find_stretches(winners);
  for (const Stretch& stretch : std::span(stretches).first(std::min(stretches.size(), most_sentences))) {
    const std::string what = stretch.doubt ? "best median" : std::string(best);
    sentences.push_back(fmt::format("{} {}: {}{}.", capitalised(what), words.range(stretch),
                                    words.families(stretch),
                                    stretch.doubt ? fmt::format(" ({})", reason_of(*stretch.doubt)) : ""));
  }
  if (stretches.size() > most_sentences) {
    const std::size_t more = stretches.size() - most_sentences;
    sentences.push_back(more == 1 ? "It changes once more." : fmt::format("It changes {} times more.", more));
  }
  return sentences;
}

std::string answer(const QuantileTable& table) {
  auto sentences =
      answer_sentences(table.winners, table.set.scale, name_of_best(table.set.metric, table.set.direction));
  if (sentences.empty()) {
    return {};
  }
  if (std::string base = comparison_with_base(table); !base.empty()) {
    sentences.push_back(std::move(base));
  }
  return joined(sentences, " ");
}

}  // namespace bench_report
