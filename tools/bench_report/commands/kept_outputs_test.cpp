// The kept outputs of bench-report, which outputs_test.sh holds against the program: JSON follows its schema
// (docs/schema), pages and pictures are well-formed, and no text in a picture hides another or leaves it.
#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <rapidjson/schema.h>
#include <rapidjson/stringbuffer.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <pugixml.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "tools/bench_report/output/chart/font.hpp"
#include "tools/bench_report/test_support.hpp"

namespace bench_report {
namespace {

std::string contents(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file) << path;
  return {std::istreambuf_iterator<char>(file), {}};
}

const std::filesystem::path kept = test::testdata("../../testdata");

/// The kept outputs whose names end so, and the subcommands that write them.
std::map<std::filesystem::path, std::string> outputs(const std::string& extension) {
  std::ifstream list(kept / "outputs.txt");
  std::map<std::filesystem::path, std::string> found;
  for (std::string line; std::getline(list, line);) {
    std::istringstream words(line);
    std::string name;
    std::string status;
    std::string subcommand;
    words >> name >> status >> subcommand;
    if (!name.starts_with('#') && name.ends_with(extension)) {
      found[kept / "expected" / name] = subcommand;
    }
  }
  EXPECT_FALSE(found.empty()) << extension;
  return found;
}

rapidjson::Document json_of(const std::filesystem::path& path) {
  rapidjson::Document document;
  document.Parse(contents(path).c_str());
  EXPECT_FALSE(document.HasParseError()) << path;
  return document;
}

class Schema {
 public:
  explicit Schema(const std::string& subcommand)
      : text_(json_of(test::testdata("../../../../docs/schema/" + subcommand + ".json"))), schema_(text_) {}

  const rapidjson::Document& text() const { return text_; }

  /// "", or which rule was broken where.
  std::string complaint(const rapidjson::Document& document) const {
    rapidjson::SchemaValidator validator(schema_);
    if (document.Accept(validator)) {
      return "";
    }
    rapidjson::StringBuffer place;
    validator.GetInvalidDocumentPointer().StringifyUriFragment(place);
    return std::string(validator.GetInvalidSchemaKeyword()) + " at " + place.GetString();
  }

 private:
  rapidjson::Document text_;
  rapidjson::SchemaDocument schema_;
};

TEST(KeptOutputs, JsonFollowsItsSchema) {
  for (const auto& [path, subcommand] : outputs(".json")) {
    const Schema schema(subcommand);
    const rapidjson::Document document = json_of(path);
    EXPECT_EQ(schema.complaint(document), "") << path;
    for (const auto& member : document.GetObject()) {
      EXPECT_TRUE(schema.text()["properties"].HasMember(member.name))
          << path << ": docs/schema lacks " << member.name.GetString();
    }
  }
}

TEST(KeptOutputs, SchemasNoticeWhatIsMissingAndWhatIsOfAnotherKind) {
  for (const auto& [path, subcommand] : outputs(".json")) {
    const Schema schema(subcommand);
    for (const auto& key : schema.text()["required"].GetArray()) {
      rapidjson::Document without = json_of(path);
      without.RemoveMember(key);
      EXPECT_EQ(schema.complaint(without), "required at #") << path << key.GetString();
    }
    for (const auto& property : schema.text()["properties"].GetObject()) {
      rapidjson::Document other = json_of(path);
      if (other.HasMember(property.name)) {
        other[property.name].SetArray().PushBack(rapidjson::Value(rapidjson::kNullType),
                                                 other.GetAllocator());
        EXPECT_NE(schema.complaint(other), "") << path << property.name.GetString();
      }
    }
  }
}

/// A text of a picture and the room that it takes.
struct Label {
  std::string text;
  double left = 0;
  double right = 0;
  double top = 0;
  double bottom = 0;
};

struct Place {
  double x = 0;
  double y = 0;
};

/// Of "translate(X Y)…" or with a comma.
Place place_of(const std::string& transform) {
  EXPECT_TRUE(transform.starts_with("translate(")) << transform;
  std::string numbers = transform.substr(transform.find('(') + 1);
  std::ranges::replace(numbers, ',', ' ');
  Place place;
  std::istringstream(numbers) >> place.x >> place.y;
  return place;
}

Label label_of(const pugi::xml_node& node) {
  constexpr double usual_size = 12;  // that of text_width()
  const std::string kind = node.attribute("class").value();
  const double size = kind == "title"             ? 16
                      : kind.starts_with("small") ? 10.5
                                                  : usual_size;  // as in the picture's style
  // A history says by a class where its texts end.
  const std::string anchor = kind.ends_with("end") ? "end" : node.attribute("text-anchor").value();
  Label label{.text = node.child_value()};
  constexpr double measured = 0.88;  // text_width() is on the safe side of DejaVu Sans by an eighth
  const double width = measured * text_width(label.text) * size / usual_size;
  const double before = anchor == "end" ? width : anchor == "middle" ? width / 2 : 0;
  double x = node.attribute("x").as_double();
  double y = node.attribute("y").as_double();
  for (pugi::xml_node group = node.parent(); group; group = group.parent()) {
    if (const std::string moved = group.attribute("transform").value(); !moved.empty()) {
      const Place place = place_of(moved);
      x += place.x;
      y += place.y;
    }
  }
  // Letters without those parts that reach below the line, which others may touch.
  const double height = 0.72 * size;
  if (const std::string turned = node.attribute("transform").value(); !turned.empty()) {
    const auto [at_x, at_y] = place_of(turned);
    EXPECT_TRUE(turned.ends_with("rotate(-90)")) << turned;
    return {.text = label.text,
            .left = at_x - height,
            .right = at_x,
            .top = at_y - (width - before),
            .bottom = at_y + before};
  }
  return {
      .text = label.text, .left = x - before, .right = x - before + width, .top = y - height, .bottom = y};
}

/// Returns how many texts it has.
std::size_t expect_laid_out(const pugi::xml_node& svg, const std::filesystem::path& path) {
  std::vector<Label> labels;
  for (const auto& found : svg.select_nodes(".//*[local-name()='text']")) {
    labels.push_back(label_of(found.node()));
  }
  const double width = svg.attribute("width").as_double();
  const double height = svg.attribute("height").as_double();
  for (auto one = labels.begin(); one != labels.end(); ++one) {
    EXPECT_FALSE(one->text.empty()) << path;
    EXPECT_GE(one->left, 0) << path << ": " << one->text;
    EXPECT_LE(one->right, width) << path << ": " << one->text;
    EXPECT_GE(one->top, 0) << path << ": " << one->text;
    EXPECT_LE(one->bottom, height) << path << ": " << one->text;
    for (auto other = one + 1; other != labels.end(); ++other) {
      EXPECT_FALSE(one->left < other->right && other->left < one->right && one->top < other->bottom &&
                   other->top < one->bottom)
          << path << ": " << one->text << " and " << other->text;
    }
  }
  return labels.size();
}

TEST(KeptOutputs, PicturesAreLaidOut) {
  for (const auto& [path, subcommand] : outputs(".svg")) {
    pugi::xml_document document;
    ASSERT_TRUE(document.load_string(contents(path).c_str(), pugi::parse_full)) << path;
    EXPECT_GT(expect_laid_out(document.child("svg"), path), 5U) << path;
  }
}

TEST(KeptOutputs, PagesAreWellFormedAndTheirPicturesLaidOut) {
  for (const auto& [path, subcommand] : outputs(".html")) {
    pugi::xml_document document;
    ASSERT_TRUE(document.load_string(contents(path).c_str(), pugi::parse_full)) << path;
    std::map<std::string, int> ids;
    for (const auto& found : document.select_nodes("//*[@id]")) {
      EXPECT_EQ(++ids[found.node().attribute("id").value()], 1) << path << ": two have one id";
    }
    for (const char* const reference : {"for", "aria-labelledby", "aria-describedby"}) {
      for (const auto& found : document.select_nodes((std::string("//*[@") + reference + "]").c_str())) {
        EXPECT_TRUE(ids.contains(found.node().attribute(reference).value()))
            << path << ": nothing has the id";
      }
    }
    for (const auto& found : document.select_nodes("//*[local-name()='svg'][contains(@class, 'chart')]")) {
      expect_laid_out(found.node(), path);
    }
  }
}

}  // namespace
}  // namespace bench_report
