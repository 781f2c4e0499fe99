// Reading, normalising, and knowing where.
#include "tools/bench_report/input/json_input.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <utility>

namespace bench_report {
namespace {

constexpr std::size_t kept_behind = 2;  // for at()

/// Characters at which the way through a piece stops for a closer look.
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

char* skip(char* place, const char* end, const std::array<bool, 256>& table) {
  while (place != end && !table[static_cast<unsigned char>(*place)]) {
    ++place;
  }
  return place;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// May an exponent overflow?
bool has_three_digits(std::string_view exponent) {
  const auto first = exponent.find_first_not_of("+-");
  return first != std::string_view::npos && exponent.size() >= first + 3 && is_digit(exponent[first + 2]);
}

}  // namespace

JsonFile::Piece JsonFile::next_piece() {
  if (!is_read_ || end_ < filled_) {
    const auto behind = std::ranges::lower_bound(line_breaks_, offset_ + begin_);
    if (behind != line_breaks_.begin()) {
      line_ += static_cast<std::size_t>(behind - line_breaks_.begin());
      line_start_ = behind[-1] + 1;
      line_breaks_.erase(line_breaks_.begin(), behind);
    }
    const std::size_t forgotten = end_ - std::min(end_, kept_behind);
    std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(forgotten),
              buffer_.begin() + static_cast<std::ptrdiff_t>(filled_), buffer_.begin());
    offset_ += forgotten;
    filled_ -= forgotten;
    begin_ = end_ = end_ - forgotten;
    // A longer piece where the usual one has no end: within a long string, say.
    for (std::size_t size = usual_piece_; end_ == begin_ && !(is_read_ && filled_ == begin_); size *= 2) {
      fill(begin_ + size);
      end_ = is_read_ ? filled_ : last_boundary();
    }
    count_lines();
    normalise();
  } else {
    begin_ = end_;
  }
  return {.begin = buffer_.data() + begin_, .end = buffer_.data() + end_, .end_offset = offset_ + end_};
}

void JsonFile::fill(std::size_t wanted) {
  if (buffer_.size() <= wanted) {
    buffer_.resize(wanted + 1);
  }
  if (filled_ < wanted && !is_read_) {
    const std::size_t bytes = source_.read(buffer_.data() + filled_, wanted - filled_);
    filled_ += bytes;
    is_read_ = filled_ < wanted;
  }
  buffer_[filled_] = '\0';
}

/// The end of a line: no string or number goes on behind it. Where there is none, something that separates
/// values and stands in no string. begin_ where there is neither.
std::size_t JsonFile::last_boundary() const {
  const std::string_view text(buffer_.data(), filled_);
  if (const auto line_break = text.rfind('\n');
      line_break != std::string_view::npos && line_break >= begin_) {
    return line_break + 1;
  }
  constexpr auto in_strings = stops("\"\\", false);
  constexpr auto outside = stops("\",:{}[] \t\r", false);
  std::size_t boundary = begin_;
  bool in_string = false;
  for (std::size_t place = begin_; place < filled_; ++place) {
    const char c = text[place];
    if (!(in_string ? in_strings : outside)[static_cast<unsigned char>(c)]) {
      continue;
    }
    if (c == '"') {
      in_string = !in_string;
    } else if (in_string) {
      ++place;  // what a backslash escapes
    } else {
      boundary = place + 1;
    }
  }
  return boundary;
}

void JsonFile::count_lines() {
  const char* const end = buffer_.data() + end_;
  for (const char* place = buffer_.data() + begin_; place != end; ++place) {
    place = static_cast<const char*>(std::memchr(place, '\n', static_cast<std::size_t>(end - place)));
    if (place == nullptr) {
      return;
    }
    line_breaks_.push_back(offset_ + static_cast<std::size_t>(place - buffer_.data()));
  }
}

void JsonFile::normalise() {
  char* place = buffer_.data() + begin_;
  const char* const end = buffer_.data() + end_;
  while ((place = skip(place, end, stops_outside)) != end) {
    if (*place != '"') {
      place = normalise_word(place);
      continue;
    }
    for (++place; (place = skip(place, end, stops_in_strings)) != end && *place != '"'; ++place) {
      if (*place == '\\') {
        place += place + 1 == end ? 0 : 1;
      } else if (*place != '\n' && *place != '\r') {
        *place = *place == '\t' ? ' ' : '\x7f';
      }
    }
    place += place == end ? 0 : 1;
  }
}

/// What stands at `place`, outside strings; returns where to go on.
char* JsonFile::normalise_word(char* place) {
  char* const end = buffer_.data() + end_;
  const std::string_view rest(place, static_cast<std::size_t>(end - place));
  constexpr std::pair<std::string_view, std::string_view> words[] = {
      {"nan", "NaN"}, {"infinity", "Infinity"}, {"inf", "Inf"}};
  for (const auto& [found, wanted] : words) {
    if (rest.starts_with(found)) {
      return std::ranges::copy(wanted, place).out;
    }
    if (is_read_ && found.starts_with(rest)) {  // cut off within the word
      return std::ranges::copy(wanted.substr(0, rest.size()), place).out;
    }
  }
  const std::string_view before(buffer_.data() + begin_,
                                static_cast<std::size_t>(place - buffer_.data()) - begin_);
  if ((rest[0] == 'e' || rest[0] == 'E') && !before.empty() &&
      (is_digit(before.back()) || before.back() == '.') && has_three_digits(rest.substr(1))) {
    const auto other = before.find_last_not_of("0123456789.+-");
    char* const number = place - (before.size() - (other == std::string_view::npos ? 0 : other + 1));
    char* const number_end = place + std::min(rest.find_first_not_of("0123456789+-", 1), rest.size());
    double value = 0;
    const auto [stop, error] = std::from_chars(number, number_end, value);
    if (error == std::errc::result_out_of_range && stop == number_end && rest[1] != '-') {
      char* const rest_of_it =
          std::ranges::copy(std::string_view(*number == '-' ? "-Inf" : "Inf"), number).out;
      std::fill(rest_of_it, number_end, ' ');
      return number_end;
    }
  }
  if (*place == '\0') {
    *place = '\1';  // the parser would take it for the end
  }
  return place + 1;
}

std::string JsonFile::line_and_column(std::size_t offset) const {
  const auto next = std::ranges::lower_bound(line_breaks_, offset);
  const std::size_t start = next == line_breaks_.begin() ? line_start_ : next[-1] + 1;
  return fmt::format("{}:{}", line_ + static_cast<std::size_t>(next - line_breaks_.begin()),
                     std::max(offset, start) - start + 1);
}

char JsonFile::at(std::size_t offset) const {
  return offset < offset_ || offset >= offset_ + filled_ ? '\0' : buffer_[offset - offset_];
}

}  // namespace bench_report
