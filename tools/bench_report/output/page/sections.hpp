// The sections of a page, from what is asked first to what is looked up. Each may be empty.
#pragma once

#include <string>

#include "tools/bench_report/output/page/page.hpp"

namespace bench_report {

/// Who is the best, in sentences.
std::string answer_section(const Page& page);

/// How far each family is from the best at each size, by colour and number; the medians under the mouse.
std::string heat_section(const Page& page);

/// What binds at each size, and how close each family comes to it.
std::string limits_section(const Page& page);

/// Boxes that switch families and groups of all figures on and off, and the rules of the style sheet that
/// they need: no script. On paper everything is shown.
std::string switches_section(const Page& page);
std::string switch_rules(const Page& page);

/// Each size with the best family's lead.
std::string winners_section(const Page& page);

/// Medians at a glance: a line for each family, a column for each size; or the other way round, where many
/// sizes would not fit on a page and few families do. What still is too wide is several tables.
std::string overview_section(const Page& page);

std::string quantiles_section(const Page& page);

/// Failed, skipped, left out.
std::string left_out_section(const Page& page);

/// Where and how this was measured: what the contexts say.
std::string context_section(const Page& page);

}  // namespace bench_report
