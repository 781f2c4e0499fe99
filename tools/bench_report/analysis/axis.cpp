// Choosing the part of the names that lies along the axis.
#include "tools/bench_report/analysis/axis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <limits>
#include <stdexcept>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "tools/bench_report/text/lists.hpp"
#include "tools/bench_report/text/printable.hpp"

namespace bench_report {
namespace {

/// `/2`, counted from 0; empty for other texts.
std::optional<std::size_t> place_in(const std::string& wanted) {
  std::size_t place = 0;
  const char* const end = wanted.data() + wanted.size();
  if (!wanted.starts_with('/') || std::from_chars(wanted.data() + 1, end, place).ptr != end || place == 0) {
    return std::nullopt;
  }
  return place - 1;
}

/// A label that some rows have, with its numbers.
struct Candidate {
  std::string label;
  bool is_argument = false;  ///< in some row
  bool is_word = false;      ///< in some row
  std::set<double> values;
};

/// All of them, in the order of the file.
class Candidates {
 public:
  Candidate& at(const std::string& label) {
    const auto [place, is_new] = index_.try_emplace(label, list.size());
    return is_new ? list.emplace_back(Candidate{.label = label, .values = {}}) : list[place->second];
  }

  std::vector<Candidate> list;

 private:
  std::unordered_map<std::string, std::size_t> index_;
};

}  // namespace

void Arrangement::choose(const std::vector<Titled>& rows, const std::string& wanted) {
  Candidates all;
  std::set<double> threads;
  std::size_t most_parts = 0;
  for (const Titled& row : rows) {
    for (const NamePart& part : row.parts) {
      if (part.label.empty()) {
        continue;
      }
      Candidate& candidate = all.at(part.label);
      candidate.is_argument = candidate.is_argument || part.is_argument;
      candidate.is_word = candidate.is_word || !part.number;
      if (part.number) {
        candidate.values.insert(*part.number);
      }
    }
    threads.insert(row.name->threads);
    most_parts = std::max(most_parts, row.parts.size());
  }
  // One thread is what a row without this part has.
  if (threads.size() > 1) {
    Candidate& candidate = all.at(std::string(threads_axis));
    candidate.is_argument = true;
    candidate.values.insert(threads.begin(), threads.end());
  }
  std::vector<Candidate>& candidates = all.list;
  if (wanted.empty()) {
    // A number in the middle of a name may be part of it: `dct/64bit`. It is an axis where it varies.
    std::erase_if(candidates, [](const Candidate& candidate) {
      return candidate.values.size() < (candidate.is_argument ? 1U : 2U);
    });
    const auto most = std::ranges::max_element(candidates, {}, [](const auto& c) { return c.values.size(); });
    axis_ = most == candidates.end() ? "" : most->label;
    return;
  }
  axis_ = wanted;
  const auto chosen = std::ranges::find(candidates, wanted, &Candidate::label);
  const auto place = place_in(wanted);
  if (chosen == candidates.end() && (!place || *place >= most_parts)) {
    std::vector<std::string> known;
    std::ranges::transform(candidates, std::back_inserter(known), &Candidate::label);
    throw std::invalid_argument(fmt::format(
        "--x {}: no benchmark's name has this part; there are: {} (or /1 to /{}: a part by its place)",
        printable(wanted), listed(known), most_parts));
  }
  if (chosen == candidates.end()) {
    place_ = place;
  }
  const auto is_word = [&](const Titled& row) {
    return place_ && *place_ < row.parts.size() && !row.parts[*place_].number;
  };
  if (place_ ? std::ranges::any_of(rows, is_word) : chosen->is_word) {
    place_words(rows);
  }
}

void Arrangement::place_words(const std::vector<Titled>& rows) {
  std::set<std::pair<double, std::string>> sorted;  // numbers first, then by the alphabet
  for (const Titled& row : rows) {
    for (const NamePart& part : row.parts) {
      if (place_ ? &part == row.parts.data() + *place_ : part.label == axis_) {
        sorted.emplace(part.number.value_or(std::numeric_limits<double>::infinity()), part.value);
      }
    }
  }
  for (const auto& [number, word] : sorted) {
    const auto place = static_cast<double>(words_.size());
    words_.emplace(word, place);
    scale_.texts.emplace(place, word);
  }
}

}  // namespace bench_report
