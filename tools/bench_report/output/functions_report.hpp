// Functions side by side.
#pragma once

#include "tools/bench_report/analysis/functions.hpp"
#include "tools/bench_report/output/report.hpp"

namespace bench_report {

/// What binds for each function, before what another report says of their families.
class FunctionsReport : public Report {
 public:
  /// Both must outlive the report.
  FunctionsReport(const Functions& functions, const Report& families)
      : functions_(functions), families_(families) {}

  Document document(Format format) const override;
  void write(Json& json) const override;

 private:
  const Functions& functions_;
  const Report& families_;
};

/// "Functions are in the order of limit/arithmetic ÷ limit/copy of one worker: cubic 0.313, gelu 4.2."
std::string order_of_functions(const Functions& functions);

}  // namespace bench_report
