// Reading, normalising, and knowing where.
#include "tools/bench_report/json_input.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <utility>

#include "tools/bench_report/reader.hpp"

namespace bench_report {
namespace {

constexpr std::size_t piece = std::size_t{1} << 18U;
constexpr std::size_t kept_behind = 256;  // for errors that are noticed behind their place
constexpr std::size_t escape_growth = 5;  // "\u001b" for one byte

/// Characters at which copying stops for a closer look.
constexpr std::array<bool, 256> stops(std::string_view characters, bool control_bytes) {
  std::array<bool, 256> table{};
  for (std::size_t i = 0; control_bytes && i < ' '; ++i) {
    table[i] = true;
  }
  for (const char c : characters) {
    table[static_cast<unsigned char>(c)] = true;
  }
  return table;
}
constexpr auto stops_in_strings = stops("\"\\", true);
constexpr auto stops_outside = stops({"\"nieE\0", 6}, false);

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// May an exponent overflow?
bool has_three_digits(std::string_view exponent) {
  const auto first = exponent.find_first_not_of("+-");
  return first != std::string_view::npos && exponent.size() >= first + 3 && is_digit(exponent[first + 2]);
}

/// A place where no word or number is cut in two.
std::size_t last_boundary(std::string_view raw) {
  const auto place = raw.find_last_of("\n,:{}[] ");
  return place == std::string_view::npos ? raw.size() : place + 1;
}

}  // namespace

JsonInput::JsonInput(std::string path)
    : path_(std::move(path)), file_(open(path_.c_str(), O_RDONLY | O_CLOEXEC)) {
  if (file_ < 0) {
    fail();
  }
  refill();
}

JsonInput::~JsonInput() {
  close(file_);
}

void JsonInput::fail() const {
  throw UnusableInput(path_ + ": can't be read (" + std::strerror(errno) + ")");
}

void JsonInput::refill() {
  // Forget what lies far behind.
  const std::size_t forgotten = shown_ - std::min(shown_, kept_behind);
  const std::string_view passed(raw_.data(), forgotten);
  line_ += static_cast<std::size_t>(std::ranges::count(passed, '\n'));
  if (const auto newline = passed.rfind('\n'); newline != std::string_view::npos) {
    line_start_ = raw_offset_ + newline + 1;
  }
  raw_.erase(0, forgotten);
  raw_offset_ += forgotten;
  recent_ = shown_ - forgotten;

  bool more = true;
  const std::size_t wanted = recent_ + piece;
  std::size_t filled = raw_.size();
  raw_.resize(std::max(wanted, filled));
  while (filled < wanted && more) {
    const ssize_t bytes = read(file_, raw_.data() + filled, wanted - filled);
    if (bytes < 0 && errno != EINTR) {
      const int reason = errno;
      close(std::exchange(file_, -1));
      errno = reason;
      fail();
    }
    filled += bytes < 0 ? 0 : static_cast<std::size_t>(bytes);
    more = bytes != 0;
  }
  raw_.resize(filled);

  const std::string_view unseen = std::string_view(raw_).substr(recent_);
  const std::string_view now = more ? unseen.substr(0, last_boundary(unseen)) : unseen;
  shown_ = recent_ + now.size();
  text_.clear();
  escapes_.clear();
  normalise(now);
  next_ = text_.c_str();
  end_ = next_ + text_.size();
}

void JsonInput::normalise(std::string_view raw) {
  std::size_t place = 0;
  while (place < raw.size()) {
    if (after_backslash_) {
      text_ += raw[place++];
      after_backslash_ = false;
      continue;
    }
    const auto& table = in_string_ ? stops_in_strings : stops_outside;
    const std::size_t begin = place;
    while (place < raw.size() && !table[static_cast<unsigned char>(raw[place])]) {
      ++place;
    }
    text_.append(raw, begin, place - begin);
    if (place == raw.size()) {
      return;
    }
    const char c = raw[place];
    if (c == '"') {
      in_string_ = !in_string_;
      text_ += c;
      ++place;
    } else if (!in_string_) {
      normalise_word(raw, place);
    } else if (c == '\\' || c == '\n' || c == '\r') {
      after_backslash_ = c == '\\';
      text_ += c;
      ++place;
    } else {
      escapes_.push_back(text_.size());
      text_ += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
      ++place;
    }
  }
}

void JsonInput::normalise_word(std::string_view raw, std::size_t& place) {
  const std::string_view rest = raw.substr(place);
  constexpr std::pair<std::string_view, std::string_view> words[] = {
      {"nan", "NaN"}, {"infinity", "Infinity"}, {"inf", "Inf"}};
  for (const auto& [found, wanted] : words) {
    if (rest.starts_with(found)) {
      text_ += wanted;
      place += found.size();
      return;
    }
  }
  if ((rest[0] == 'e' || rest[0] == 'E') && place > 0 &&
      (is_digit(raw[place - 1]) || raw[place - 1] == '.') && has_three_digits(rest.substr(1))) {
    const std::size_t end = std::min(raw.find_first_not_of("0123456789+-", place + 1), raw.size());
    const auto before = raw.substr(0, place).find_last_not_of("0123456789.+-");
    const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
    const bool negative = raw[begin] == '-';
    double value = 0;
    const auto [stop, error] = std::from_chars(raw.data() + begin, raw.data() + end, value);
    if (error == std::errc::result_out_of_range && stop == raw.data() + end && rest[1] != '-') {
      text_.resize(text_.size() - (place - begin));
      text_.append(negative ? "-Inf" : "Inf").append(end - begin - (negative ? 4 : 3), ' ');
      place = end;
      return;
    }
  }
  text_ += rest[0] == '\0' ? '\1' : rest[0];  // the parser would take a zero byte for the end
  ++place;
}

std::size_t JsonInput::growth_before(std::size_t place) const {
  const auto escapes = std::ranges::lower_bound(escapes_, place) - escapes_.begin();
  return std::min(place, escape_growth * static_cast<std::size_t>(escapes));
}

std::string JsonInput::line_and_column(std::size_t offset) const {
  const std::string_view before = std::string_view(raw_).substr(0, offset - std::min(offset, raw_offset_));
  const auto newline = before.rfind('\n');
  const std::size_t start = newline == std::string_view::npos ? line_start_ : raw_offset_ + newline + 1;
  return fmt::format("{}:{}", line_ + static_cast<std::size_t>(std::ranges::count(before, '\n')),
                     std::max(offset, start) - start + 1);
}

std::string_view JsonInput::around(std::size_t offset) const {
  if (offset < raw_offset_ + 2 || offset >= raw_offset_ + raw_.size()) {
    return {};
  }
  return std::string_view(raw_).substr(offset - raw_offset_ - 2, 3);
}

}  // namespace bench_report
