// A file as RapidJSON's parser wants it: read piece by piece and parsed in place, with what Google Benchmark
// writes beyond JSON put right, and with lines counted.
#pragma once

#include <rapidjson/stream.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tools/bench_report/input/byte_source.hpp"

namespace bench_report {

/// The file, of which one piece at a time is in memory. Put right on the way, byte for byte: `nan`, `inf` and
/// the like become what the parser takes (NaN, Inf), numbers too large for a double (1e400) become Inf, and
/// in strings a tab becomes a blank and any other control byte a DEL, which is as unprintable. A line break
/// in a string stays an error.
class JsonFile {
 public:
  /// What the parser may read and overwrite. Unless it is the last one, it ends neither within a string or
  /// number nor right behind one.
  struct Piece {
    char* begin;
    char* end;               ///< at the end of the file there is a '\0' here
    std::size_t end_offset;  ///< bytes of the file before `end`
  };

  /// `usual_piece`: bytes, above 0. next_piece() throws UnusableInput when the file can't be read.
  explicit JsonFile(ByteSource source, std::size_t usual_piece = std::size_t{1} << 18U)
      : source_(std::move(source)), usual_piece_(usual_piece) {}

  /// The piece before is gone then. Behind the last one, which stays, comes an empty one that lies at its
  /// end.
  Piece next_piece();

  /// "LINE:COLUMN", both from 1, of a place in the last two pieces.
  std::string line_and_column(std::size_t offset) const;

  /// A byte of the last piece, of what is known behind it, or one of the two before it; '\0' elsewhere.
  char at(std::size_t offset) const;

 private:
  void fill(std::size_t wanted);
  std::size_t last_boundary() const;
  void count_lines();
  void normalise();
  char* normalise_word(char* place);

  ByteSource source_;
  std::size_t usual_piece_;
  // buffer_ is [a little of what was parsed | the piece, begin_ to end_ | not yet, to filled_].
  std::vector<char> buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::size_t filled_ = 0;
  std::size_t offset_ = 0;  ///< of buffer_ in the file
  bool is_read_ = false;    ///< to its end
  std::size_t line_ = 1;    ///< before those that begin behind line_breaks_
  std::size_t line_start_ = 0;
  std::vector<std::size_t> line_breaks_;  ///< offsets in the file, in the last two pieces
};

/// RapidJSON's concept of an input stream, for kParseInsituFlag: strings are unescaped where they stand. It
/// is a few pointers, so that the parser can work on a copy in registers (StreamTraits below).
class JsonInput {
 public:
  using Ch = char;

  explicit JsonInput(JsonFile& file) : file_(&file) { turn_to(file.next_piece()); }

  /// The next character; '\0' at the end.
  char Peek() const { return *next_; }
  char Take() {
    const char character = *next_;
    if (++next_ >= end_) {
      turn_to(file_->next_piece());
    }
    return character;
  }
  /// Bytes of the file before the next character.
  std::size_t Tell() const { return end_offset_ - static_cast<std::size_t>(end_ - next_); }
  bool at_end() const { return next_ == end_; }

  char* PutBegin() {
    put_ = next_;
    return put_;
  }
  void Put(char character) { *put_++ = character; }
  void Flush() {}
  std::size_t PutEnd(char* begin) const { return static_cast<std::size_t>(put_ - begin); }

 private:
  void turn_to(const JsonFile::Piece& piece) {
    next_ = piece.begin;
    end_ = piece.end;
    end_offset_ = piece.end_offset;
  }

  JsonFile* file_;
  char* next_ = nullptr;
  char* end_ = nullptr;
  char* put_ = nullptr;
  std::size_t end_offset_ = 0;
};

}  // namespace bench_report

namespace rapidjson {
template <>
struct StreamTraits<bench_report::JsonInput> {
  enum { copyOptimization = 1 };  // NOLINT(readability-identifier-naming): RapidJSON's name
};
}  // namespace rapidjson
