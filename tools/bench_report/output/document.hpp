// What a result says to people, as blocks; text and Markdown are two ways to write them.
#pragma once

#include <cstddef>
#include <string>
#include <variant>
#include <vector>

namespace bench_report {

/// Lines that stay lines: a machine's description, a list of sentences.
struct Lines {
  std::vector<std::string> lines;
};

/// One line of prose; a strong one is what shall be read first.
struct Paragraph {
  std::string text;
  bool strong = false;
};

/// What a terminal shows in colour.
enum class Tone { plain, good, bad };

struct Cell {
  std::string text;
  bool strong = false;  ///< the best of its kind
  Tone tone = Tone::plain;

  Cell(std::string words, bool is_strong = false) : text(std::move(words)), strong(is_strong) {}
  Cell(const char* words) : text(words) {}
};

struct Column {
  std::string title;
  bool is_number = false;  ///< to the right
};

/// Rows may be shorter than the columns. Without any title, text has no line of titles.
struct Table {
  std::string heading;  ///< a line above; may be empty
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows;
  bool indented = true;  ///< below its heading, in text

  /// Prose behind the columns, for each row, as wide as it likes; in Markdown a column with that title.
  std::string remark_title;
  std::vector<std::string> remarks;

  std::vector<std::string> footer{};  ///< lines below it
};

/// Names with reasons: in text grouped by reason below the heading (all names, or the first and how many
/// more), in Markdown an item each.
struct Reasons {
  struct Item {
    std::string name;
    std::string reason;
  };
  std::string heading;  ///< "Failed"
  std::string verb;     ///< "failed"
  std::vector<Item> items;
  bool names_all = true;
};

/// What should be known beside the figures; `what` stands before each in Markdown ("note", "old").
struct Notes {
  std::string what = "note";
  std::vector<std::string> lines;
};

using Block = std::variant<Lines, Paragraph, Table, Reasons, Notes>;
using Document = std::vector<Block>;

/// Blocks with a blank line between them. Empty lists leave no trace. Only text for a
/// terminal is coloured.
std::string to_text(const Document& document, bool coloured = false);
std::string to_markdown(const Document& document);

}  // namespace bench_report
