// Calibrating, resampling, and the file between the two.
#include "tools/bench_report/floor.hpp"

#include <fmt/format.h>
#include <rapidjson/document.h>
#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <random>
#include <sstream>

#include "tools/bench_report/comparable.hpp"
#include "tools/bench_report/reader.hpp"
#include "tools/bench_report/run_warnings.hpp"
#include "tools/bench_report/table.hpp"
#include "tools/bench_report/units.hpp"

namespace bench_report {
namespace {

constexpr double percentile = 0.99;
constexpr std::size_t resamples = 1000;
constexpr const char* format_key = "bench_report_noise_floor";

double floor_of_pairs(const std::vector<double>& samples) {
  std::vector<double> distances;
  for (auto a = samples.begin(); a != samples.end(); ++a) {
    for (auto b = std::next(a); b != samples.end(); ++b) {
      distances.push_back(std::abs(std::log(*a / *b)));
    }
  }
  std::ranges::sort(distances);
  return quantile(distances, percentile);
}

}  // namespace

FileNames Floor::names() {
  FileNames all(rows.size());
  std::ranges::transform(rows, all.begin(), [](FloorRow& row) { return &row.name; });
  return all;
}

void Floor::make_index() {
  index.clear();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    index.emplace(row_key(rows[i].name), i);
  }
}

const FloorRow* Floor::find(const std::string& key) const {
  const auto place = index.find(key);
  return place == index.end() ? nullptr : &rows[place->second];
}

Calibration calibrate(const std::vector<Run>& runs, const CalibrateOptions& options) {
  Calibration result{.options = options, .runs = runs.size(), .floor = {}, .rows = {}, .warnings = {}};
  result.floor.metric = options.metric;
  result.floor.per_process = options.per_process;
  require_one_commit(runs, options.force, result.warnings);
  for (std::string& warning : joint_warnings({&runs})) {
    result.warnings.push_back(std::move(warning));
  }
  result.floor.context = runs.front().context;
  std::vector<std::string> failed;
  std::vector<std::string> left_out;
  std::vector<std::string> few;
  const SideRows side = collect(runs, options.metric, options.filter);
  for (const SideRow& row : side.rows) {
    auto samples = process_samples(row, options.per_process, is_rate(options.metric));
    if (row.error) {
      failed.push_back(row.name);
      continue;
    }
    if (samples.size() < 2 || std::ranges::any_of(samples, [](double s) { return s <= 0; })) {
      left_out.push_back(row.name);
      continue;
    }
    if (samples.size() < enough_calibration_runs) {
      few.push_back(row.name);
    }
    const double floor = floor_of_pairs(samples);
    result.rows.push_back(
        {.name = row.name, .median = median(samples), .floor = floor, .levels = two_level(row.repetitions)});
    result.floor.rows.push_back(
        {.name = parse_name(row.name), .samples = std::move(samples), .floor = floor});
  }
  if (side.rows.empty() && !options.filter.empty()) {
    throw UnusableInput(runs.front().file + ": --filter " + options.filter + " finds no benchmark");
  }
  result.floor.make_index();
  if (result.rows.empty()) {
    throw UnusableInput(
        fmt::format("{}: no benchmark has samples of {} in two files or more: calibrate with {} "
                    "runs of one commit",
                    runs.front().file, options.metric, enough_calibration_runs));
  }
  if (runs.size() < enough_calibration_runs) {
    result.warnings.push_back(fmt::format("{} runs are few: the 99th percentile wants {} or more",
                                          runs.size(), enough_calibration_runs));
  } else if (!few.empty()) {
    result.warnings.push_back(fmt::format("in fewer than {} runs, which the 99th percentile wants: {}",
                                          enough_calibration_runs, some(few)));
  }
  if (!failed.empty()) {
    result.warnings.push_back("no floor, since they failed in some run: " + some(failed));
  }
  if (!left_out.empty()) {
    result.warnings.push_back("no floor, for want of positive samples in two runs: " + some(left_out));
  }
  return result;
}

std::string to_text(const Calibration& calibration) {
  const auto percent = [](double share) {
    return share < 1 ? fmt::format("{:.2g} %", 100 * share) : fmt::format("{:.0f} %", 100 * share);
  };
  std::vector<std::vector<std::string>> lines{
      {"benchmark", "median", "noise floor", "within processes", "between", "repetitions worth running"}};
  for (const CalibrationRow& row : calibration.rows) {
    lines.push_back(
        {row.name, format_metric(row.median, calibration.options.metric), percent(std::expm1(row.floor))});
    if (row.levels) {
      const auto worthwhile = row.levels->worthwhile_repetitions(calibration.options.process_cost);
      lines.back().push_back(percent(std::sqrt(row.levels->within) / row.median));
      lines.back().push_back(percent(std::sqrt(row.levels->between) / row.median));
      lines.back().push_back(worthwhile ? fmt::format("{:.0f} a process", std::ceil(*worthwhile))
                                        : "more processes bring nothing");
    }
  }
  std::string text = fmt::format(
      "{} runs of one commit; a floor is the 99th percentile of the ratio of two runs\n\n", calibration.runs);
  text += aligned(lines, "");
  text += "\nWithin and between: standard deviations of repetitions and of processes, by the median.\n";
  for (const std::string& warning : calibration.warnings) {
    text += "Note: " + warning + '\n';
  }
  return text;
}

double floor_of(const FloorRow& row, std::size_t before, std::size_t after) {
  if (before == 1 && after == 1) {
    return row.floor;
  }
  std::mt19937_64 random(1);
  std::vector<double> distances(resamples);
  std::vector<double> x(before);
  std::vector<double> y(after);
  const auto draw = [&] { return row.samples[random() % row.samples.size()]; };
  for (double& distance : distances) {
    std::ranges::generate(x, draw);
    std::ranges::generate(y, draw);
    distance = std::abs(std::log(ratio_estimate(x, y)));
  }
  std::ranges::sort(distances);
  return quantile(distances, percentile);
}

std::string to_json(const Floor& floor) {
  rapidjson::StringBuffer buffer;
  rapidjson::PrettyWriter<rapidjson::StringBuffer> json(buffer);
  json.SetIndent(' ', 2);
  json.SetFormatOptions(rapidjson::kFormatSingleLineArray);
  const auto text = [&](const char* key, const std::string& value) {
    json.Key(key);
    json.String(value.c_str(), static_cast<rapidjson::SizeType>(value.size()));
  };
  json.StartObject();
  json.Key(format_key);
  json.Int(1);
  text("metric", floor.metric);
  text("per_process", floor.per_process == PerProcess::median ? "median" : "min");
  json.Key("context");
  json.StartObject();
  for (const auto& [key, value] : floor.context) {
    text(key.c_str(), value);
  }
  json.EndObject();
  json.Key("rows");
  json.StartObject();
  for (const FloorRow& row : floor.rows) {
    json.Key(row.name.full.c_str(), static_cast<rapidjson::SizeType>(row.name.full.size()));
    json.StartObject();
    json.Key("floor");
    json.Double(row.floor);
    json.Key("samples");
    json.StartArray();
    for (const double sample : row.samples) {
      json.Double(sample);
    }
    json.EndArray();
    json.EndObject();
  }
  json.EndObject();
  json.EndObject();
  return std::string(buffer.GetString(), buffer.GetSize()) + '\n';
}

Floor read_floor(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  rapidjson::Document document;
  const auto reject = [&](const std::string& why) {
    return UnusableInput(path + ": no noise floors (" + why + "); write them with `bench-report calibrate`");
  };
  if (!file) {
    throw reject("can't be read");
  }
  if (document.Parse<rapidjson::kParseFullPrecisionFlag | rapidjson::kParseIterativeFlag>(text.str().c_str())
          .HasParseError() ||
      !document.IsObject()) {
    throw reject("no JSON object");
  }
  const auto is = [&](const char* key, auto test) {
    const auto place = document.FindMember(key);
    return place != document.MemberEnd() && test(place->value);
  };
  using Value = rapidjson::Value;
  if (!is(format_key, [](const Value& value) { return value.IsInt() && value.GetInt() == 1; }) ||
      !is("metric", [](const Value& value) { return value.IsString(); }) ||
      !is("per_process", [](const Value& value) { return value.IsString(); }) ||
      !is("rows", [](const Value& value) { return value.IsObject(); })) {
    throw reject("not of this program, or of another version");
  }
  Floor floor{.metric = document["metric"].GetString(),
              .per_process = document["per_process"] == "median" ? PerProcess::median : PerProcess::minimum,
              .context = {},
              .rows = {},
              .index = {}};
  if (is("context", [](const Value& value) { return value.IsObject(); })) {
    for (const auto& [key, value] : document["context"].GetObject()) {
      if (value.IsString()) {
        floor.context.emplace(key.GetString(), value.GetString());
      }
    }
  }
  for (const auto& [name, value] : document["rows"].GetObject()) {
    FloorRow row{.name = parse_name(name.GetString()), .samples = {}, .floor = 0};
    if (!value.IsObject() || !value.HasMember("floor") || !value["floor"].IsNumber() ||
        !value.HasMember("samples") || !value["samples"].IsArray()) {
      throw reject("row " + row.name.full + " is not whole");
    }
    row.floor = value["floor"].GetDouble();
    for (const auto& sample : value["samples"].GetArray()) {
      if (!sample.IsNumber() || sample.GetDouble() <= 0) {
        throw reject("row " + row.name.full + " has a sample that is no positive number");
      }
      row.samples.push_back(sample.GetDouble());
    }
    if (row.samples.size() < 2 || row.floor < 0) {
      throw reject("row " + row.name.full + " is not whole");
    }
    floor.rows.push_back(std::move(row));
  }
  floor.make_index();
  return floor;
}

}  // namespace bench_report
