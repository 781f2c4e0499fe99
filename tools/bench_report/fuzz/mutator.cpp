// Mutations that keep JSON whole, since bytes that are changed at random are mostly refused by the parser:
// numbers, names and members are changed, left out, doubled and exchanged. Every fourth time libFuzzer's own
// mutations have their turn.
#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tools/bench_report/fuzz/fuzz.hpp"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);

namespace bench_report::fuzz {
namespace {

using rapidjson::Value;

class Mutation {
 public:
  explicit Mutation(unsigned seed) : random_(seed) {}

  bool once_in(std::size_t times) { return below(times) == 0; }

  /// One change of the document; false where it is none of JSON.
  bool change(std::string& text) {
    rapidjson::Document document;
    constexpr unsigned reading = rapidjson::kParseNanAndInfFlag | rapidjson::kParseIterativeFlag;
    document.Parse<reading>(text.data(), text.size());
    if (document.HasParseError()) {
      return false;
    }
    values_.clear();
    collect(document, 0);
    change(*values_[below(values_.size())], document.GetAllocator());
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer, rapidjson::UTF8<>, rapidjson::UTF8<>, rapidjson::CrtAllocator,
                      rapidjson::kWriteNanAndInfFlag>
        writer(buffer);
    document.Accept(writer);
    text.assign(buffer.GetString(), buffer.GetSize());
    return true;
  }

 private:
  using Memory = rapidjson::Document::AllocatorType;
  static constexpr int deepest = 32;

  std::size_t below(std::size_t bound) { return random_() % bound; }

  void collect(Value& value, int depth) {
    values_.push_back(&value);
    if (depth == deepest) {
      return;
    }
    if (value.IsArray()) {
      for (Value& element : value.GetArray()) {
        collect(element, depth + 1);
      }
    } else if (value.IsObject()) {
      for (auto& member : value.GetObject()) {
        collect(member.value, depth + 1);
      }
    }
  }

  void change(Value& value, Memory& memory) {
    if (once_in(8)) {  // as elsewhere in the document
      value = Value(*values_[below(values_.size())], memory);
    } else if (value.IsArray() && !value.Empty()) {
      change_array(value, memory);
    } else if (value.IsObject() && !value.ObjectEmpty()) {
      change_object(value, memory);
    } else if (value.IsNumber()) {
      value.SetDouble(number(value.GetDouble()));
    } else if (value.IsString()) {
      const std::string words = string({value.GetString(), value.GetStringLength()});
      value.SetString(words.data(), static_cast<rapidjson::SizeType>(words.size()), memory);
    } else {
      value.SetBool(once_in(2));
    }
  }

  void change_array(Value& array, Memory& memory) {
    const auto size = static_cast<rapidjson::SizeType>(array.Size());
    const auto place = static_cast<rapidjson::SizeType>(below(size));
    switch (below(3)) {
      case 0:
        array.Erase(array.Begin() + place);
        break;
      case 1:
        array.PushBack(Value(array[place], memory), memory);
        break;
      default:
        array[place].Swap(array[static_cast<rapidjson::SizeType>(below(size))]);
    }
  }

  void change_object(Value& object, Memory& memory) {
    const auto members = static_cast<std::ptrdiff_t>(object.MemberCount());
    const auto member = object.MemberBegin() + static_cast<std::ptrdiff_t>(below(object.MemberCount()));
    switch (below(3)) {
      case 0:
        object.EraseMember(member);
        break;
      case 1:
        object.AddMember(Value(member->name, memory), Value(member->value, memory), memory);
        break;
      default: {
        const auto other =
            object.MemberBegin() + static_cast<std::ptrdiff_t>(below(static_cast<std::size_t>(members)));
        member->name.Swap(other->name);
      }
    }
  }

  double number(double value) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    constexpr std::array special{0.0,
                                 -0.0,
                                 1.0,
                                 -1.0,
                                 2.0,
                                 1e-300,
                                 1e300,
                                 5e-324,
                                 9007199254740993.0,
                                 4294967296.0,
                                 infinity,
                                 -infinity,
                                 std::numeric_limits<double>::quiet_NaN()};
    switch (below(4)) {
      case 0:
        return special[below(special.size())];
      case 1:
        return value * 10;
      case 2:
        return value + 1;
      default:
        return value * (0.9 + 0.2 * static_cast<double>(below(1000)) / 1000);
    }
  }

  std::string string(std::string_view words) {
    constexpr std::array<std::string_view, 16> special{"",
                                                       "/N:100",
                                                       "/1/2/3",
                                                       "/real_time",
                                                       "/threads:4",
                                                       "/iterations:7",
                                                       "/repeats:3",
                                                       "_median",
                                                       "aggregate",
                                                       "ns",
                                                       "s",
                                                       "iteration",
                                                       "<a,b>(c)/",
                                                       "2026-11-27T00:00:00Z",
                                                       "é\xCC\x81\u202Ea\u202C",
                                                       "_BigO"};
    std::string changed(words);
    if (once_in(2)) {
      return changed.insert(below(changed.size() + 1), special[below(special.size())]);
    }
    constexpr std::size_t room = 16;
    changed.resize(words.size() + room);
    changed.resize(
        LLVMFuzzerMutate(reinterpret_cast<std::uint8_t*>(changed.data()), words.size(), changed.size()));
    return changed;
  }

  std::minstd_rand random_;
  std::vector<Value*> values_;
};

}  // namespace
}  // namespace bench_report::fuzz

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most,
                                               unsigned seed) {
  using namespace bench_report::fuzz;
  Mutation mutation(seed);
  if (mutation.once_in(4)) {
    return LLVMFuzzerMutate(data, size, most);
  }
  const std::string_view text = text_of(data, size);
  // Of two documents one is changed; a single one becomes two now and then.
  const std::size_t border = text.find(separator);
  std::string first(text.substr(0, border));
  std::string second(border == std::string_view::npos ? "" : text.substr(border + separator.size()));
  const bool has_two = border != std::string_view::npos;
  if (!has_two && mutation.once_in(16)) {
    second = first;
  }
  std::string& changed = has_two && mutation.once_in(2) ? second : first;
  if (!mutation.change(changed)) {
    return LLVMFuzzerMutate(data, size, most);
  }
  if (!second.empty()) {
    first.append(separator).append(second);
  }
  const std::size_t kept = std::min(first.size(), most);
  std::copy_n(first.begin(), kept, data);
  return kept;
}
