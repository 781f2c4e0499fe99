// Keys and dates.
#include "tools/bench_report/input/commit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <span>
#include <string_view>
#include <vector>

#include "tools/bench_report/input/context_key.hpp"

namespace bench_report {
namespace {

using Words = std::span<const std::string_view>;

/// Those that say it most plainly come first.
constexpr auto commit_keys = std::to_array<std::string_view>(
    {"commit",         "commit_hash",   "commit_sha",    "commit_id",  "git_commit",  "git_commit_hash",
     "git_commit_sha", "git_commit_id", "git_hash",      "git_sha",    "git_sha1",    "git_revision",
     "git_rev",        "git_head",      "ci_commit_sha", "github_sha", "commit_sha1", "sha",
     "sha1",           "revision",      "vcs_revision",  "changeset",  "git_describe"});
constexpr auto commit_date_keys =
    std::to_array<std::string_view>({"commit_date", "git_commit_date", "commit_time", "commit_timestamp",
                                     "git_commit_time", "git_date", "ci_commit_timestamp", "author_date"});
constexpr auto run_date_keys = std::to_array<std::string_view>({"date"});

/// What some build systems write where they know nothing.
bool says_nothing(const std::string& value) {
  const std::string word = normalised_key(value);
  return std::ranges::all_of(word, [](char c) { return c == '_'; }) || word == "unknown" || word == "none" ||
         word == "n_a" || word == "null";
}

std::string value_of(const Context& context, Words keys) {
  std::size_t best = keys.size();
  std::string found;
  for (const auto& [key, value] : context) {
    const auto place = static_cast<std::size_t>(std::ranges::find(keys, normalised_key(key)) - keys.begin());
    if (place < best && !says_nothing(value)) {
      best = place;
      found = value;
    }
  }
  return found;
}

/// Reads numbers and signs from left to right.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  bool number(int& value, std::size_t least, std::size_t most) {
    std::size_t digits = 0;
    value = 0;
    while (digits < most && digits < rest_.size() && rest_[digits] >= '0' && rest_[digits] <= '9') {
      value = 10 * value + (rest_[digits] - '0');
      ++digits;
    }
    rest_.remove_prefix(digits);
    return digits >= least;
  }
  bool one_of(std::string_view signs) {
    const bool is_one = !rest_.empty() && signs.find(rest_.front()) != std::string_view::npos;
    rest_.remove_prefix(is_one ? 1 : 0);
    return is_one;
  }
  void blanks() {
    while (one_of(" ")) {
    }
  }
  /// The place of the next three letters among `words`, from 1 on.
  bool word(int& place, std::string_view words) {
    const auto found = rest_.size() < 3 ? std::string_view::npos : words.find(rest_.substr(0, 3));
    if (found == std::string_view::npos || found % 3 != 0) {
      return false;
    }
    place = static_cast<int>(found / 3) + 1;
    rest_.remove_prefix(3);
    return true;
  }
  bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

struct Clock {
  int hours = 0;
  int minutes = 0;
  int seconds = 0;
};

bool scan_clock(Scanner& scanner, Clock& clock) {
  if (!scanner.number(clock.hours, 1, 2) || !scanner.one_of(":") || !scanner.number(clock.minutes, 2, 2)) {
    return false;
  }
  if (scanner.one_of(":") && !scanner.number(clock.seconds, 2, 2)) {
    return false;
  }
  if (int fraction = 0; scanner.one_of(".,") && !scanner.number(fraction, 1, 9)) {
    return false;
  }
  return clock.hours < 24 && clock.minutes < 60 && clock.seconds <= 60;
}

/// "Z", "+01:00", "-0500", or nothing; seconds to subtract.
bool scan_zone(Scanner& scanner, int& offset) {
  offset = 0;
  scanner.blanks();
  if (scanner.at_end() || scanner.one_of("Z")) {
    return true;
  }
  const bool is_west = scanner.one_of("-");
  int hours = 0;
  int minutes = 0;
  if ((!is_west && !scanner.one_of("+")) || !scanner.number(hours, 2, 2)) {
    return false;
  }
  scanner.one_of(":");
  if (!scanner.at_end() && !scanner.number(minutes, 2, 2)) {
    return false;
  }
  offset = (is_west ? -1 : 1) * (3600 * hours + 60 * minutes);
  return true;
}

std::optional<std::int64_t> moment(int year, int month, int day, const Clock& clock, int offset) {
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) {
    return {};
  }
  const std::chrono::sys_days days{date};
  return std::chrono::duration_cast<std::chrono::seconds>(days.time_since_epoch()).count() +
         std::int64_t{3600} * clock.hours + std::int64_t{60} * clock.minutes + clock.seconds - offset;
}

std::optional<std::int64_t> numeric_date(const std::string& text) {
  Scanner scanner(text);
  int year = 0;
  int month = 0;
  int day = 0;
  Clock clock;
  int offset = 0;
  if (!scanner.number(year, 4, 4) || !scanner.one_of("-/") || !scanner.number(month, 1, 2) ||
      !scanner.one_of("-/") || !scanner.number(day, 1, 2)) {
    return {};
  }
  if (scanner.one_of("T -") && !scan_clock(scanner, clock)) {
    return {};
  }
  if (!scan_zone(scanner, offset) || !scanner.at_end()) {
    return {};
  }
  return moment(year, month, day, clock, offset);
}

std::optional<std::int64_t> date_in_words(const std::string& text) {
  Scanner scanner(text);
  int weekday = 0;
  int year = 0;
  int month = 0;
  int day = 0;
  Clock clock;
  int offset = 0;
  if (!scanner.word(weekday, "MonTueWedThuFriSatSun")) {
    return {};
  }
  scanner.one_of(",");
  scanner.blanks();
  const bool is_day_first = scanner.number(day, 1, 2);
  scanner.blanks();
  if (!scanner.word(month, "JanFebMarAprMayJunJulAugSepOctNovDec")) {
    return {};
  }
  scanner.blanks();
  if (is_day_first ? !scanner.number(year, 4, 4) : !scanner.number(day, 1, 2)) {
    return {};
  }
  scanner.blanks();
  if (!scan_clock(scanner, clock)) {
    return {};
  }
  scanner.blanks();
  if ((!is_day_first && !scanner.number(year, 4, 4)) || !scan_zone(scanner, offset) || !scanner.at_end()) {
    return {};
  }
  return moment(year, month, day, clock, offset);
}

std::optional<std::int64_t> seconds_since_1970(const std::string& text) {
  constexpr std::size_t fewest = 9;  // digits: anything shorter is a day or a year
  constexpr std::size_t most = 11;
  std::int64_t seconds = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, seconds);
  const bool is_number = error == std::errc{} && stop == end && seconds > 0;
  return is_number && text.size() >= fewest && text.size() <= most ? std::optional(seconds) : std::nullopt;
}

}  // namespace

std::string commit_of(const Context& context, const std::string& key) {
  if (key.empty()) {
    return value_of(context, commit_keys);
  }
  const auto place = context.find(key);
  return place == context.end() || says_nothing(place->second) ? "" : place->second;
}

bool has_uncommitted_changes(const Context& context) {
  const auto place = context.find("commit_dirty");
  return place != context.end() && place->second == "true";
}

std::optional<std::int64_t> moment_of(const std::string& text) {
  if (const auto date = numeric_date(text)) {
    return date;
  }
  const auto date = date_in_words(text);
  return date ? date : seconds_since_1970(text);
}

std::string moment_text(std::int64_t moment) {
  const std::chrono::sys_seconds time{std::chrono::seconds(moment)};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{time - day};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::optional<std::int64_t> commit_moment_of(const Context& context) {
  return moment_of(value_of(context, commit_date_keys));
}

std::optional<std::int64_t> run_moment_of(const Context& context) {
  return moment_of(value_of(context, run_date_keys));
}

}  // namespace bench_report
