// Decoding against encoding: what is no encoding of a code point is no UTF-8.
#include "tools/bench_report/text/utf8.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bench_report {
namespace {

using testing::ElementsAre;

constexpr unsigned last_code = 0x10ffff;

bool is_surrogate(unsigned code) {
  return code >= 0xd800 && code <= 0xdfff;
}

/// RFC 3629, section 3.
std::string encoded(unsigned code) {
  const auto byte = [](unsigned value) { return static_cast<char>(value); };
  const auto tail = [&](unsigned shift) { return byte(0x80 | ((code >> shift) & 0x3f)); };
  return code < 0x80      ? std::string{byte(code)}
         : code < 0x800   ? std::string{byte(0xc0 | (code >> 6)), tail(0)}
         : code < 0x10000 ? std::string{byte(0xe0 | (code >> 12)), tail(6), tail(0)}
                          : std::string{byte(0xf0 | (code >> 18)), tail(12), tail(6), tail(0)};
}

/// How many bytes at the beginning of `text` encode a code point.
std::size_t valid_bytes(const std::string& text) {
  unsigned code = 0;
  for (std::size_t size = 1; size <= text.size(); ++size) {
    const unsigned byte = static_cast<unsigned char>(text[size - 1]);
    code = size == 1 ? byte : (code << 6) | (byte & 0x3f);
    const unsigned kept = size == 1 ? code : code & ((1U << (5 * size + 1)) - 1);
    if (kept <= last_code && !is_surrogate(kept) && encoded(kept) == text.substr(0, size)) {
      return size;
    }
  }
  return 0;
}

// All of one to three bytes, and a share of the others that has their first and last ones.
TEST(Utf8, CodePoints) {
  for (unsigned code = 0; code <= last_code; code += code < 0x10100 || code > last_code - 61 ? 1 : 61) {
    const std::string text = encoded(code);
    const Character character = character_at("a" + text + "b", 1);
    ASSERT_EQ(character.size, is_surrogate(code) ? 0 : text.size()) << std::hex << code;
    ASSERT_EQ(character.code, is_surrogate(code) ? 0 : code) << std::hex << code;
  }
}

TEST(Utf8, NothingElse) {
  const std::string tails = "\x7f\x80\xbf\xc0";
  std::size_t valid = 0;
  for (int first = 0; first < 256; ++first) {
    for (int second = 0; second < 256;
         second += first < 0xc0 ? 51 : 1) {  // by itself the first decides below
      for (const char third : tails) {
        for (const char fourth : tails) {
          const std::string text{static_cast<char>(first), static_cast<char>(second), third, fourth};
          const std::size_t size = valid_bytes(text);
          ASSERT_EQ(character_at(text, 0).size, size) << testing::PrintToString(text);
          valid += size > 0 ? 1 : 0;
        }
      }
    }
  }
  // How many first bytes there are, times the second ones, times the third and fourth ones, of characters of
  // 1 to 4 bytes.
  EXPECT_EQ(valid,
            128U * 6 * 16 + 30 * 64 * 16 + (32 + 12 * 64 + 32 + 2 * 64) * 2 * 4 + (48 + 3 * 64 + 16) * 2 * 2);
}

TEST(Utf8, CutOff) {
  for (const unsigned code : {0x80U, 0x800U, 0x10000U}) {
    for (std::string text = encoded(code); text.size() > 1;) {
      text.pop_back();
      EXPECT_EQ(character_at(text, 0).size, 0U) << std::hex << code;
      EXPECT_EQ(character_at(text, 0).code, 0U) << std::hex << code;
      EXPECT_EQ(character_at(text + "ab", 0).code, 0U) << std::hex << code;
    }
  }
}

TEST(Utf8, CharactersAreCountedAndPadded) {
  EXPECT_THAT(character_starts("aé…😀"), ElementsAre(0, 1, 3, 6, 10));
  EXPECT_THAT(character_starts(""), ElementsAre(0));
  EXPECT_EQ(width("aé…😀"), 4U);
  EXPECT_EQ(pad_left("é", 3), "  é");
  EXPECT_EQ(pad_right("é", 3), "é  ");
  EXPECT_EQ(pad_left("é…", 2), "é…");
  EXPECT_EQ(pad_right("é…", 1), "é…");
}

}  // namespace
}  // namespace bench_report
