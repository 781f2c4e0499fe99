// Elements of HTML.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bench_report {

/// With its text escaped; attributes begin with a blank.
std::string element(std::string_view tag, const std::string& text, std::string_view attributes = "");

/// A cell with a number, bold where it is the best.
std::string number_cell(const std::string& text, bool best = false);

/// The head of a table: titles, and whether the column is of numbers.
std::string head(const std::vector<std::pair<std::string, bool>>& columns);

}  // namespace bench_report
