// A file as RapidJSON's parser wants it: read piece by piece, with what Google Benchmark writes beyond JSON
// put right, and with lines counted.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace bench_report {

/// RapidJSON's concept of an input stream. Put right on the way: `nan`, `inf` and the like become what the
/// parser takes (NaN, Inf), numbers too large for a double (1e400) become Inf, raw control bytes in strings
/// become escapes. A line break in a string stays an error. Throws UnusableInput when the file can't be read.
class JsonInput {
 public:
  using Ch = char;

  explicit JsonInput(std::string path);
  JsonInput(const JsonInput&) = delete;
  JsonInput& operator=(const JsonInput&) = delete;
  ~JsonInput();

  /// The next character; '\0' at the end.
  char Peek() const { return *next_; }
  char Take() {
    const char character = *next_;
    if (next_ != end_ && ++next_ == end_) {
      refill();
    }
    return character;
  }
  /// Bytes of the file before the next character.
  std::size_t Tell() const {
    const auto place = static_cast<std::size_t>(next_ - text_.c_str());
    return raw_offset_ + recent_ + place - (escapes_.empty() ? 0 : growth_before(place));
  }

  bool at_end() const { return next_ == end_; }

  /// "LINE:COLUMN", both from 1, of a place that Tell() gave not long ago.
  std::string line_and_column(std::size_t offset) const;

  /// Up to two bytes before a place, and the one at it: enough to recognise `1,000`.
  std::string_view around(std::size_t offset) const;

  // Only for parsing in place, which this is not for; the parser's templates name them.
  char* PutBegin() { return nullptr; }
  void Put(char) {}
  void Flush() {}
  std::size_t PutEnd(char*) { return 0; }

 private:
  void refill();
  std::size_t growth_before(std::size_t place) const;
  void normalise(std::string_view raw);
  void normalise_word(std::string_view raw, std::size_t& place);
  [[noreturn]] void fail() const;

  std::string path_;
  int file_ = -1;
  // raw_ is [recent | now in text_ | not yet].
  std::string raw_;
  std::size_t raw_offset_ = 0;        ///< of raw_ in the file
  std::size_t recent_ = 0;            ///< bytes of raw_ that the parser has passed
  std::size_t shown_ = 0;             ///< bytes of raw_ up to the end of what text_ holds
  std::size_t line_ = 1;              ///< at the beginning of raw_
  std::size_t line_start_ = 0;        ///< offset in the file of that line
  std::string text_;                  ///< what the parser reads
  std::vector<std::size_t> escapes_;  ///< places in text_ where one byte became six
  const char* next_ = nullptr;
  const char* end_ = nullptr;
  bool in_string_ = false;
  bool after_backslash_ = false;
};

}  // namespace bench_report
