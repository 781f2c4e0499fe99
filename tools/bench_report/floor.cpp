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

#include "tools/bench_report/reader.hpp"
#include "tools/bench_report/statistics.hpp"
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

const FloorRow* Floor::find(const std::string& key) const {
  const auto place = index.find(key);
  return place == index.end() ? nullptr : &rows[place->second];
}

Floor calibrate(const std::vector<Run>& runs, const std::string& metric, PerProcess per_process,
                const std::string& filter) {
  Floor floor{.metric = metric, .per_process = per_process, .rows = {}, .index = {}};
  for (const SideRow& row : collect(runs, metric, filter).rows) {
    auto samples = process_samples(row, per_process, is_rate(metric));
    if (samples.size() < 2 || row.error || std::ranges::any_of(samples, [](double s) { return s <= 0; })) {
      continue;
    }
    floor.index.emplace(row.key, floor.rows.size());
    const double distance = floor_of_pairs(samples);
    floor.rows.push_back({.name = row.name, .samples = std::move(samples), .floor = distance});
  }
  return floor;
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
  json.Key("rows");
  json.StartObject();
  for (const FloorRow& row : floor.rows) {
    json.Key(row.name.c_str(), static_cast<rapidjson::SizeType>(row.name.size()));
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
              .rows = {},
              .index = {}};
  for (const auto& [name, value] : document["rows"].GetObject()) {
    FloorRow row{.name = name.GetString(), .samples = {}, .floor = 0};
    if (!value.IsObject() || !value.HasMember("floor") || !value["floor"].IsNumber() ||
        !value.HasMember("samples") || !value["samples"].IsArray()) {
      throw reject("row " + row.name + " is not whole");
    }
    row.floor = value["floor"].GetDouble();
    for (const auto& sample : value["samples"].GetArray()) {
      if (!sample.IsNumber() || sample.GetDouble() <= 0) {
        throw reject("row " + row.name + " has a sample that is no positive number");
      }
      row.samples.push_back(sample.GetDouble());
    }
    if (row.samples.size() < 2 || row.floor < 0) {
      throw reject("row " + row.name + " is not whole");
    }
    floor.index.emplace(row_key(parse_name(row.name)), floor.rows.size());
    floor.rows.push_back(std::move(row));
  }
  return floor;
}

}  // namespace bench_report
