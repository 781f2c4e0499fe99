// Tables and lists as text.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bench_report {

/// Lines of cells, as wide as their widest; the first columns to the left, the others to the right.
std::string aligned(const std::vector<std::vector<std::string>>& lines, const std::string& indent,
                    std::size_t left_columns = 1);

/// "a, b, c"
std::string joined(std::span<const std::string> words, std::string_view separator = ", ");

/// The same for names that may be many: "a, b, c, d, e and 12 more".
std::string some(std::span<const std::string> names, std::size_t most = 5);

/// Text that may stand in a cell of a Markdown table.
std::string markdown_cell(const std::string& text);

}  // namespace bench_report
