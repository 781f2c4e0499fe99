// Which rows of the files are looked at.
#pragma once

#include <regex>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "tools/bench_report/input/model.hpp"

namespace bench_report {

/// Names of rows before and after some were taken out; a row that several runs have counts once.
struct Selected {
  std::set<std::string> all;
  std::set<std::string> left;
};

/// Rows that an expression of --filter finds, where there are some, and none of --exclude does.
class Selection {
 public:
  /// Throws std::invalid_argument for what is no regular expression (ECMAScript).
  Selection(std::vector<std::string> filters, const std::vector<std::string>& excludes);

  /// Whether a row of that name is selected. May be asked by several threads at a time.
  bool wants(const std::string& name) const;

  /// Takes all other rows out of the runs.
  Selected apply(std::span<Run> runs) const;

  /// As on the command line: "--filter a --exclude b"; "" where every row is selected.
  const std::string& text() const { return text_; }

 private:
  std::vector<std::regex> filters_;
  std::vector<std::regex> excludes_;
  std::string text_;
};

/// Two families that are compared as one: rows of `before` that the first expression finds, rows of `after`
/// that the second finds. What was found becomes "[OLD → NEW]", so that the rest of the names is what pairs
/// rows. A name that both find belongs to the longer match. Throws std::invalid_argument where one finds
/// nothing, or is no regular expression.
void select_families(const std::string& old_family, const std::string& new_family, std::span<Run> before,
                     std::span<Run> after);

}  // namespace bench_report
