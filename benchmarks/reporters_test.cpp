// What reaches Google Benchmark's reporters, and what does not.
#include "benchmarks/reporters.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <memory>
#include <sstream>
#include <streambuf>
#include <string>
#include <vector>

#include "benchmarks/families.hpp"
#include "benchmarks/interrupt.hpp"
#include "benchmarks/test_support.hpp"

namespace parallelization {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

using Run = benchmark::BenchmarkReporter::Run;
using Runs = std::vector<Run>;

Run row(const std::string& name) {
  Run made;
  made.run_name.function_name = name;
  made.family_index = name.front();  // rows of a family are one line
  made.run_type = Run::RT_Iteration;
  made.iterations = 1;
  made.real_accumulated_time = 0.5;
  made.cpu_accumulated_time = 0.25;
  made.threads = 1;
  made.repetitions = 1;
  made.time_unit = benchmark::kMillisecond;
  return made;
}

/// As the library marks a row whose body called SkipWithError; version 1.8 renamed the fields.
template <class AnyRun = Run>
AnyRun failed(const std::string& name, const std::string& message) {
  AnyRun made = row(name);
  if constexpr (requires { made.error_occurred; }) {
    made.error_occurred = true;
    made.error_message = message;
  } else {
    made.skipped = decltype(made.skipped){2};
    made.skip_message = message;
  }
  return made;
}

benchmark::BenchmarkReporter::Context context() {
  benchmark::BenchmarkReporter::Context made;
  made.name_field_width = 10;
  return made;
}

Run skipped(const std::string& name) {
  return failed(name, std::string(skip_prefix) + "no such device");
}

Run cut_short(const std::string& name) {
  return failed(name, interrupted_message);
}

/// Writes down what it is told.
class Names : public benchmark::BenchmarkReporter {
 public:
  explicit Names(std::vector<std::string>& names) : names_(names) {}

  bool ReportContext(const Context&) override { return false; }
  void ReportRuns(const std::vector<Run>& runs) override {
    std::string report;
    for (const Run& run : runs) {
      report += run.benchmark_name() + ' ';
    }
    names_.push_back(report);
  }
  void Finalize() override { names_.emplace_back("end"); }

 private:
  std::vector<std::string>& names_;
};

TEST(RunFilter, ASkippedRowIsToldOnceAndWhatWasCutShortNever) {
  std::vector<std::string> names;
  RunFilter filter(std::make_shared<Names>(names));
  EXPECT_FALSE(filter.ReportContext(context())) << "as the reporter says";
  filter.ReportRuns({row("a"), row("a"), cut_short("a")});
  filter.ReportRuns({cut_short("b")});
  filter.ReportRuns({skipped("gpu"), skipped("gpu"), skipped("mpi")});
  filter.ReportRuns({skipped("gpu"), failed("c", "a worker died")});
  filter.Finalize();
  EXPECT_THAT(names, ElementsAre("a a ", "gpu ", "mpi ", "c ", "end"));
}

/// While it lives, what is printed goes into strings.
class Printed {
 public:
  Printed() : out_(std::cout.rdbuf(text_.rdbuf())), err_(std::cerr.rdbuf(errors_.rdbuf())) {}
  Printed(const Printed&) = delete;
  Printed& operator=(const Printed&) = delete;
  ~Printed() {
    std::cout.rdbuf(out_);
    std::cerr.rdbuf(err_);
  }

  std::string text() const { return text_.str(); }
  std::string errors() const { return errors_.str(); }

 private:
  std::ostringstream text_;
  std::ostringstream errors_;
  std::streambuf* out_;
  std::streambuf* err_;
};

class Display : public testing::Test {
 protected:
  /// The library writes colours where it believes that standard output is a terminal.
  static void SetUpTestSuite() { setenv("TERM", "dumb", 1); }

  /// What a display of this kind prints of these rows.
  std::string printed(DisplayReporter::Kind kind, const Runs& rows) {
    const Printed output;
    DisplayReporter display(kind, [&] { begun_with_ += output.text() + '|'; });
    display.ReportContext(context());
    display.ReportRuns(rows);
    has_errors_ = display.has_errors();
    display.Finalize();
    return output.text();
  }

  std::string begun_with_;  ///< what was printed at each call of `before_output`
  bool has_errors_ = false;
};

TEST_F(Display, OnlyRowsThatFailedAreErrors) {
  printed(DisplayReporter::Kind::table, {row("a"), skipped("gpu"), cut_short("b"), row("b")});
  EXPECT_FALSE(has_errors_);
  printed(DisplayReporter::Kind::table, {failed("a", "a worker died"), row("b")});
  EXPECT_TRUE(has_errors_);
}

TEST_F(Display, ARowThatFailedIsNotForgottenWithTheNextReport) {
  const Printed output;
  DisplayReporter display(DisplayReporter::Kind::csv, [] {});
  display.ReportRuns({failed("a", "a worker died")});
  display.ReportRuns({row("b")});
  EXPECT_TRUE(display.has_errors());
}

TEST_F(Display, OursIsATableAtTheEnd) {
  EXPECT_THAT(
      printed(DisplayReporter::Kind::table, {row("a"), skipped("gpu")}),
      AllOf(HasSubstr("median"), ContainsRegex("a +500 ms"), HasSubstr("gpu  skipped: no such device\n")));
  EXPECT_EQ(begun_with_, "||") << "the progress is cleared before the table, too";
}

TEST_F(Display, TheLibrarysTableNamesWhatIsSkippedInALine) {
  const std::string text = printed(DisplayReporter::Kind::console, {row("a"), skipped("gpu")});
  EXPECT_THAT(text, AllOf(HasSubstr("gpu  skipped: no such device\n"), Not(HasSubstr("ERROR"))));
  EXPECT_THAT(text, ContainsRegex("a +500 ms +250 ms"));
  EXPECT_THAT(printed(DisplayReporter::Kind::console, {failed("a", "a worker died")}), HasSubstr("ERROR"));
}

TEST_F(Display, CsvHasSkippedRowsAsTheOthers) {
  EXPECT_THAT(printed(DisplayReporter::Kind::csv, {row("a"), skipped("gpu")}),
              AllOf(StartsWith("name,iterations"), HasSubstr("\n\"a\",1,500,250,ms,"),
                    HasSubstr("\n\"gpu\",,,,,,,,true,\"skipped: no such device\"")));
}

std::string file_of(const std::string& format) {
  const Printed output;
  FileReporter file(format);
  EXPECT_TRUE(file.ReportContext(context()));
  file.ReportRuns({row("a")});
  file.ReportRuns({skipped("gpu"), cut_short("b")});
  file.Finalize();
  EXPECT_THAT(output.text() + output.errors(), IsEmpty()) << format << ": it goes to the file";
  return file.text();
}

TEST(FileReporter, WritesTheFormatThatWasAskedFor) {
  const auto document = test::json(file_of("json"));
  const auto& rows = document["benchmarks"];
  ASSERT_EQ(rows.Size(), 2U);
  EXPECT_STREQ(rows[0]["name"].GetString(), "a");
  EXPECT_EQ(rows[0]["real_time"].GetDouble(), 500);
  EXPECT_STREQ(rows[1]["error_message"].GetString(), "skipped: no such device");
  EXPECT_THAT(file_of("csv"), StartsWith("name,iterations"));
  EXPECT_THAT(file_of("console"), AllOf(ContainsRegex("Benchmark +Time"), Not(HasSubstr("\x1b"))));
}

}  // namespace
}  // namespace parallelization
