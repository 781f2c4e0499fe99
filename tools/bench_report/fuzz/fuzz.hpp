// What the fuzz targets share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "tools/bench_report/input/model.hpp"
#include "tools/bench_report/input/reader.hpp"

namespace bench_report::fuzz {

/// libFuzzer's input as text.
inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

/// The runs of a file with these bytes, whole rows kept; none where it can't be used.
std::vector<Run> runs_of(std::string_view bytes);

/// Between two documents of one input.
inline constexpr std::string_view separator = "\n---\n";

/// Ends the program, with the words, where `holds` is false.
void require(bool holds, const char* words);

}  // namespace bench_report::fuzz
