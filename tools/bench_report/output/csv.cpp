// Quoting.
#include "tools/bench_report/output/csv.hpp"

namespace bench_report {
namespace {

std::string field(const std::string& text) {
  if (text.find_first_of(",\"\n\r") == std::string::npos) {
    return text;
  }
  std::string quoted = "\"";
  for (const char c : text) {
    quoted += c == '"' ? "\"\"" : std::string(1, c);
  }
  return quoted + '"';
}

std::string line(const std::vector<std::string>& fields) {
  std::string text;
  for (const std::string& words : fields) {
    text += (&words == fields.data() ? "" : ",") + field(words);
  }
  return text + '\n';
}

}  // namespace

std::string to_csv(const Records& records) {
  std::string text = line(records.header);
  for (const auto& row : records.rows) {
    text += line(row);
  }
  return text;
}

}  // namespace bench_report
