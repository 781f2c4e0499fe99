// The list of strategies, filled by static initialisation of the files that define them.
#include <algorithm>

#include "kernels/launcher.hpp"
#include "kernels/strategy.hpp"

namespace parallelization {
namespace {

std::vector<Entry>& entries() {
  static std::vector<Entry> list;
  return list;
}

}  // namespace

Registration::Registration(Entry entry) {
  auto& list = entries();
  const auto place = std::ranges::lower_bound(list, entry.name, {}, &Entry::name);
  if (place != list.end() && place->name == entry.name) {
    throw std::logic_error("two strategies are registered as " + entry.name);
  }
  list.insert(place, std::move(entry));
}

std::span<const Entry> strategies() {
  return entries();
}

std::optional<int> start_strategies(Start start, const std::function<bool(const Entry&)>& selected) {
  for (const bool forks : {true, false}) {
    for (const Entry& entry : strategies()) {
      if (!entry.start || entry.start_forks != forks || (forks && is_helping_rank())) {
        continue;
      }
      start.selected = selected(entry);
      if (const auto status = entry.start(start)) {
        return status;
      }
    }
  }
  return std::nullopt;
}

}  // namespace parallelization
