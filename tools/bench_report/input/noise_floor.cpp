// Reading the file, and finding rows in it.
#include "tools/bench_report/input/noise_floor.hpp"

#include <rapidjson/document.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <utility>

#include "tools/bench_report/input/unusable_input.hpp"

namespace bench_report {

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
  if (!is(noise_floor_key, [](const Value& value) { return value.IsInt() && value.GetInt() == 1; }) ||
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
