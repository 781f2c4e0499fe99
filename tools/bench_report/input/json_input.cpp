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

constexpr std::size_t kept_behind = 2;   // for at()
constexpr std::size_t zeros_behind = 4;  // for may_be_no_json(); the first ends the file

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

/// Sixteen bytes at a time, and for each what a comparison says: GCC and Clang know how on any processor.
using Bytes [[gnu::vector_size(16)]] = unsigned char;
using Flags [[gnu::vector_size(16)]] = signed char;

Bytes load(const char* place) {
  Bytes bytes;
  std::memcpy(&bytes, place, sizeof bytes);
  return bytes;
}

Bytes all(char c) {
  return Bytes{} + static_cast<unsigned char>(c);
}

Flags are_digits(Bytes bytes) {
  return bytes - all('0') < all(10);
}

/// Must normalise() look closer? At control bytes, at words like `nan` and `inf` where a value may begin, and
/// at exponents of three digits, even within strings. No byte depends on what was found before: that is many
/// times faster than to follow strings. Reads four bytes behind the text.
bool may_be_no_json(std::string_view text) {
  if (text.size() <= sizeof(Bytes) || static_cast<unsigned char>(text[0]) < ' ' || text[0] == 'n' ||
      text[0] == 'i') {
    return true;
  }
  Flags found{};
  for (std::size_t i = 1; i < text.size(); i += sizeof(Bytes)) {
    const char* const place = text.data() + std::min(i, text.size() - sizeof(Bytes));
    const Bytes before = load(place - 1);
    const Bytes here = load(place);
    const Bytes next = load(place + 1);
    const Flags control = (here < all(' ')) & (here != all('\n')) & (here != all('\r'));
    const Flags begins = (before <= all(' ')) | (before == all(':')) | (before == all(',')) |
                         (before == all('[')) | (before == all('-'));
    // The file may end within the word.
    const Flags word = ((here == all('n')) & ((next == all('a')) | (next == all('\0')))) |
                       ((here == all('i')) & ((next == all('n')) | (next == all('\0'))));
    const Flags exponent = ((here | all(0x20)) == all('e')) & (are_digits(before) | (before == all('.')));
    const Flags three_digits = are_digits(load(place + 2)) & are_digits(load(place + 3)) &
                               (are_digits(next) | are_digits(load(place + 4)));
    found |= control | (begins & word) | (exponent & three_digits);
  }
  std::array<char, sizeof found> flags{};
  std::memcpy(flags.data(), &found, sizeof found);
  return std::ranges::any_of(flags, [](char flag) { return flag != 0; });
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
  if (buffer_.size() < wanted + zeros_behind) {
    buffer_.resize(wanted + zeros_behind);
  }
  if (filled_ < wanted && !is_read_) {
    const std::size_t bytes = source_.read(buffer_.data() + filled_, wanted - filled_);
    filled_ += bytes;
    is_read_ = filled_ < wanted;
  }
  std::fill_n(buffer_.begin() + static_cast<std::ptrdiff_t>(filled_), zeros_behind, '\0');
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

/// Some lines at a time: strings end with their lines, or the parser stops there.
void JsonFile::normalise() {
  constexpr std::size_t usual_size = 2048;
  std::string_view rest(buffer_.data() + begin_, end_ - begin_);
  while (!rest.empty()) {
    const auto line_break = rest.size() > usual_size ? rest.rfind('\n', usual_size) : std::string_view::npos;
    const auto lines = rest.substr(0, line_break == std::string_view::npos ? rest.size() : line_break + 1);
    if (may_be_no_json(lines)) {
      char* const begin = buffer_.data() + (lines.data() - buffer_.data());
      normalise(begin, begin + lines.size());
    }
    rest.remove_prefix(lines.size());
  }
}

void JsonFile::normalise(char* place, const char* end) {
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
