// Files read in pieces of any size: what the parser sees, and where it says that it is, are the same.
#include "tools/bench_report/input/json_input.hpp"

#include <gtest/gtest.h>
#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "tools/bench_report/test_support.hpp"

namespace bench_report {
namespace {

/// Writes down every event and where the parser stood then, byte, line and column, and the bytes before and
/// behind.
class Log : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Log> {
 public:
  Log(const JsonFile& file, const JsonInput& input) : file_(file), input_(input) {}
  bool Null() { return add("null"); }
  bool Bool(bool value) { return add(value ? "true" : "false"); }
  bool RawNumber(const char* text, rapidjson::SizeType size, bool) { return add(std::string(text, size)); }
  bool String(const char* text, rapidjson::SizeType size, bool) { return add(std::string(text, size)); }
  bool Key(const char* text, rapidjson::SizeType size, bool) { return add(std::string(text, size)); }
  bool StartObject() { return add("{"); }
  bool EndObject(rapidjson::SizeType size) { return add("} " + std::to_string(size)); }
  bool StartArray() { return add("["); }
  bool EndArray(rapidjson::SizeType size) { return add("] " + std::to_string(size)); }
  bool Double(double value) { return add(std::to_string(value)); }
  bool Uint(unsigned value) { return add(std::to_string(value)); }
  bool Int(int value) { return add(std::to_string(value)); }
  bool Uint64(std::uint64_t value) { return add(std::to_string(value)); }
  bool Int64(std::int64_t value) { return add(std::to_string(value)); }
  bool add(const std::string& event) {
    lines.push_back(event + " at " + std::to_string(input_.Tell()) + ' ' +
                    file_.line_and_column(input_.Tell()));
    return true;
  }

  std::vector<std::string> lines;

 private:
  const JsonFile& file_;
  const JsonInput& input_;
};

std::vector<std::string> events(const std::string& path, std::size_t piece) {
  JsonFile file(ByteSource(path), piece);
  JsonInput input(file);
  Log log(file, input);
  rapidjson::Reader reader;
  constexpr unsigned flags =
      rapidjson::kParseInsituFlag | rapidjson::kParseNanAndInfFlag | rapidjson::kParseStopWhenDoneFlag;
  const auto result = reader.Parse<flags>(input, log);
  if (result.IsError()) {
    log.lines.push_back("error " + std::to_string(result.Code()) + " at " + std::to_string(result.Offset()) +
                        ' ' + file.line_and_column(result.Offset()));
  }
  return log.lines;
}

/// The first line in which they differ, "" for none.
std::string difference(const std::vector<std::string>& some, const std::vector<std::string>& others) {
  const auto [one, other] = std::ranges::mismatch(some, others);
  return one == some.end() && other == others.end() ? ""
                                                    : (one == some.end() ? "nothing" : *one) + ", not " +
                                                          (other == others.end() ? "nothing" : *other);
}

class JsonPieces : public testing::Test {
 protected:
  void TearDown() override { std::filesystem::remove(path_); }
  void write(const std::string& text) { std::ofstream(path_, std::ios::binary) << text; }

  const std::string path_ = testing::TempDir() + "/json_input_test_" + std::to_string(getpid()) + ".json";
};

TEST_F(JsonPieces, OfAnySizeAreReadAlike) {
  for (const char* const name :
       {"ours.json", "bare_non_numbers.json", "locale_decimal.json", "cut_off.json",
        "cut_off_after_comma.json", "missing_comma.json", "two_documents.json", "control_bytes.json",
        "raw_bytes.json", "duplicate_keys.json", "line_break_in_string.json", "not_json.txt", "empty.json"}) {
    const std::string path = test::testdata(name);
    const auto whole = events(path, std::size_t{1} << 18U);
    for (std::size_t piece = 1; piece < 40; piece += 1 + piece / 8) {
      ASSERT_EQ(difference(events(path, piece), whole), "") << name << ", pieces of " << piece;
    }
  }
}

TEST_F(JsonPieces, OfFilesWithoutLineBreaksToo) {
  std::ifstream ours(test::testdata("bare_non_numbers.json"));
  std::string text((std::istreambuf_iterator<char>(ours)), {});
  std::erase(text, '\n');
  for (const char* const end : {"", ",", "x", "\\\"", "nan", "in", "1e400", "\n\n1e-400 }", "\"a\\"}) {
    write(text + end);
    const auto whole = events(path_, std::size_t{1} << 18U);
    for (std::size_t piece = 1; piece < 30; ++piece) {
      ASSERT_EQ(difference(events(path_, piece), whole), "") << end << ", pieces of " << piece;
    }
  }
}

TEST_F(JsonPieces, KnowTheirLinesAndTheBytesAround) {
  write("[\n1,\n\n2]\n \n");
  JsonFile file(ByteSource(path_), 2);
  EXPECT_EQ(file.next_piece().end_offset, 2U);
  EXPECT_EQ(file.line_and_column(0), "1:1");
  EXPECT_EQ(file.line_and_column(1), "1:2") << "the line break is the last of its line";
  EXPECT_EQ(file.line_and_column(2), "2:1");
  EXPECT_EQ(file.at(0), '[');
  EXPECT_EQ(file.next_piece().end_offset, 4U) << "a comma ends a number, too";
  EXPECT_EQ(file.line_and_column(2), "2:1");
  EXPECT_EQ(file.line_and_column(4), "2:3");
  EXPECT_EQ(file.at(0), '[') << "two bytes before the piece are kept";
  EXPECT_EQ(file.at(2), '1');
  EXPECT_EQ(file.next_piece().end_offset, 6U);
  EXPECT_EQ(file.line_and_column(4), "2:3");
  EXPECT_EQ(file.line_and_column(5), "3:1");
  EXPECT_EQ(file.at(0), '\0') << "forgotten";
  EXPECT_EQ(file.at(3), ',');
  EXPECT_EQ(file.at(1000), '\0');
  while (file.next_piece().end_offset < 11) {
  }
  EXPECT_EQ(file.line_and_column(10), "5:2");
  const auto last = file.next_piece();
  EXPECT_EQ(last.begin, last.end);
  EXPECT_EQ(*last.end, '\0');
  EXPECT_EQ(last.end_offset, 11U);
}

/// The text as the parser finds it.
std::string normalised(const std::string& path) {
  JsonFile file(ByteSource(path), 4096);
  const auto piece = file.next_piece();
  return {piece.begin, piece.end};
}

TEST_F(JsonPieces, PutRightWhatIsNoJson) {
  const std::vector<std::pair<std::string, std::string>> texts{
      {"[nan,-nan,inf,-infinity]", "[NaN,-NaN,Inf,-Infinity]"},
      {"[1e400,-1e400,1e+400]", "[Inf  ,-Inf  ,Inf   ]"},
      {"[1e-400,1e40,1e04,2.e999,1e308]", "[1e-400,1e40,1e04,Inf   ,1e308]"},
      {"[17976931348623157e300]", "[Inf                  ]"},
      {"[e999,xe999,1e99]", "[e999,xe999,1e99]"},
      {"{\"a\tb\x01\": \"nan\\\"inf\"}", "{\"a b\x7f\": \"nan\\\"inf\"}"},
      {"{\"a\rb\nc\\\n\": 1}", "{\"a\rb\nc\\\n\": 1}"},
      {std::string("[1\0,2]", 6), "[1\x01,2]"},
      {"[1e400", "[Inf  "},
      {"[infini", "[Infini"},
      {"[na", "[Na"}};
  for (const auto& [text, wanted] : texts) {
    write(text);
    EXPECT_EQ(normalised(path_), wanted);
  }
}

}  // namespace
}  // namespace bench_report
