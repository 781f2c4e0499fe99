// Reading names of metrics.
#include "tools/bench_report/input/metric.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <optional>
#include <regex>
#include <span>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "tools/bench_report/text/printable.hpp"

namespace bench_report {
namespace {

bool is_one_of(std::string_view word, std::span<const std::string_view> words) {
  return std::ranges::find(words, word) != words.end();
}

constexpr std::string_view seconds_words[] = {"s", "sec", "secs", "second", "seconds"};
constexpr std::string_view per_words[] = {"s",  "sec", "second", "seconds", "ms",    "us",
                                          "ns", "min", "minute", "hour",    "cycle", "cycles"};
constexpr std::string_view more_words[] = {
    "flops",      "gflops",    "mflops",  "tflops", "kflops",   "pflops",    "ops", "kops", "mops",
    "gops",       "iops",      "qps",     "rps",    "tps",      "fps",       "pps", "ips",  "ipc",
    "bps",        "kbps",      "mbps",    "gbps",   "mbs",      "gbs",       "hit", "hits", "speed",
    "throughput", "bandwidth", "speedup", "recall", "accuracy", "efficiency"};
constexpr std::string_view less_words[] = {
    "time",     "times",     "latency",    "latencies",   "duration",    "elapsed",      "runtime",
    "wall",     "delay",     "wait",       "jitter",      "cycles",      "cycle",        "cost",
    "overhead", "miss",      "misses",     "fault",       "faults",      "error",        "errors",
    "failure",  "failures",  "stall",      "stalls",      "instruction", "instructions", "insns",
    "alloc",    "allocs",    "allocation", "allocations", "allocated",   "memory",       "mem",
    "rss",      "footprint", "energy",     "joules",      "watts"};
constexpr std::string_view size_words[] = {"byte", "bytes", "kb", "kib", "mb", "mib", "gb", "gib"};

/// A unit of time and its seconds.
std::optional<Unit> time_unit(std::string_view word) {
  struct Spelled {
    std::string_view symbol;
    double seconds;
    std::array<std::string_view, 4> names;
  };
  constexpr auto units = std::to_array<Spelled>({{"s", 1, {"seconds", "second", "secs", "sec"}},
                                                 {"ms", 1e-3, {"milliseconds", "millisecond", "ms", "msec"}},
                                                 {"us", 1e-6, {"microseconds", "microsecond", "us", "usec"}},
                                                 {"ns", 1e-9, {"nanoseconds", "nanosecond", "ns", "nsec"}}});
  for (const Spelled& unit : units) {
    if (is_one_of(word, unit.names)) {
      return Unit{.kind = Unit::Kind::time, .scale = unit.seconds, .symbol = std::string(unit.symbol)};
    }
  }
  return std::nullopt;
}

/// In small letters; `/` is "per". A capital that begins a word of small letters begins one here: `hitRate`.
std::vector<std::string> words_of(std::string_view metric) {
  const auto is = [&](std::size_t place, int (*kind)(int)) {
    return place < metric.size() && kind(static_cast<unsigned char>(metric[place])) != 0;
  };
  std::vector<std::string> words(1);
  for (std::size_t i = 0; i < metric.size(); ++i) {
    const bool is_letter = is(i, std::isalnum) || static_cast<unsigned char>(metric[i]) >= 0x80;
    const bool begins_word =
        is(i, std::isupper) && is(i + 1, std::islower) && i > 0 && is(i - 1, std::islower);
    if ((!is_letter || begins_word) && !words.back().empty()) {
      words.emplace_back();
    }
    if (metric[i] == '/') {
      words.back() = "per";
      words.emplace_back();
    } else if (is_letter) {
      words.back() += static_cast<char>(std::tolower(static_cast<unsigned char>(metric[i])));
    }
  }
  if (words.back().empty()) {
    words.pop_back();
  }
  return words;
}

/// What the last word that tells something says.
Direction direction_of_words(std::span<const std::string> words) {
  for (std::size_t i = words.size(); i > 0; --i) {
    const std::string& word = words[i - 1];
    if (is_one_of(word, more_words)) {
      return Direction::more;
    }
    if (is_one_of(word, less_words) || (time_unit(word) && word != "second")) {
      return Direction::less;
    }
  }
  return Direction::unknown;
}

bool finds(const std::string& rule, const char* option, const std::string& metric) {
  try {
    return !rule.empty() && std::regex_search(metric, std::regex(rule));
  } catch (const std::regex_error& error) {
    throw std::invalid_argument(std::string(option) + " " + printable(rule) + ": no regular expression (" +
                                error.what() + ")");
  }
}

/// Where "per" stands, with a word on either side; none else.
std::optional<std::size_t> place_of_per(const std::vector<std::string>& words) {
  const auto per = std::ranges::find(words, "per");
  return per == words.begin() || per == words.end() || per + 1 == words.end()
             ? std::nullopt
             : std::optional(static_cast<std::size_t>(per - words.begin()));
}

}  // namespace

Direction direction_of(const std::string& metric, const DirectionRules& rules) {
  const bool more = finds(rules.more_is_better, "--more-is-better", metric);
  const bool less = finds(rules.less_is_better, "--less-is-better", metric);
  if (more && less) {
    throw std::invalid_argument(printable(metric) +
                                ": --more-is-better and --less-is-better both find it: say one of them");
  }
  if (more || less) {
    return more ? Direction::more : Direction::less;
  }
  const std::vector<std::string> words = words_of(metric);
  if (const auto per = place_of_per(words)) {
    const std::span numerator(words.data(), *per);
    const Direction said = direction_of_words(numerator);
    // Bytes a second are a rate, seconds and bytes an item a cost.
    if (is_one_of(words[*per + 1], per_words)) {
      return said == Direction::less ? Direction::less : Direction::more;
    }
    return said == Direction::unknown && is_one_of(numerator.back(), size_words) ? Direction::less : said;
  }
  const Direction said = direction_of_words(words);
  return said == Direction::unknown && !words.empty() && is_one_of(words.back(), size_words) ? Direction::less
                                                                                             : said;
}

Unit unit_of(const std::string& metric) {
  if (metric == "real_time" || metric == "cpu_time") {
    return {.kind = Unit::Kind::time, .scale = 1, .symbol = "s"};
  }
  const std::vector<std::string> words = words_of(metric);
  if (words.empty()) {
    return {};
  }
  const auto per = place_of_per(words);
  if (!per) {
    return words.back() == "bytes" ? Unit{.kind = Unit::Kind::bytes, .scale = 1, .symbol = "B"}
                                   : time_unit(words.back()).value_or(Unit{});
  }
  if (*per + 2 != words.size() || !is_one_of(words.back(), seconds_words) || metric.ends_with("/s")) {
    return {};  // `GB/s` has a prefix that the value may have, too
  }
  return {.kind = Unit::Kind::rate, .scale = 1, .symbol = words[*per - 1] == "bytes" ? "B/s" : "/s"};
}

bool is_time(const std::string& metric) {
  return unit_of(metric).kind == Unit::Kind::time;
}

const char* name_of(Direction direction) {
  return direction == Direction::more ? "more" : direction == Direction::less ? "less" : "unknown";
}

}  // namespace bench_report
