// Walks along a command line as CLI11 will, without judging it.
#include "tools/command_line/completion.hpp"

#include <algorithm>
#include <string_view>

namespace command_line {
namespace {

/// Where the command line stands: which subcommand, and which option is still taking values.
class Walk {
 public:
  explicit Walk(const CLI::App& program) : app_(&program) {}

  void step(const std::string& word) {
    const CLI::App* const command = awaits_value() ? nullptr : subcommand(word);
    if (command != nullptr) {
      app_ = command;
      option_ = nullptr;
    } else if (!awaits_value() && !only_positional_ && word == "--") {
      only_positional_ = true;
      option_ = nullptr;
    } else if (!awaits_value() && is_flag(word)) {
      open(word);
    } else {
      take(word);
    }
  }

  /// Nothing but a value can follow.
  bool awaits_value() const { return option_ != nullptr && taken_ == 0; }
  /// A value may follow, as another file of a list.
  bool may_take_value() const {
    return option_ != nullptr && option_->get_allow_extra_args() &&
           taken_ < option_->get_items_expected_max();
  }
  bool is_flag(const std::string& word) const {
    return !only_positional_ && word.size() > 1 && word.starts_with('-');
  }
  bool awaits_subcommand() const { return !commands().empty(); }
  std::vector<const CLI::App*> commands() const {
    return app_->get_subcommands([](const CLI::App* command) { return !command->get_group().empty(); });
  }
  /// The option whose value the word would be; null where no more words are taken.
  const CLI::Option* taker() const {
    if (awaits_value() || may_take_value()) {
      return option_;
    }
    const auto places = app_->get_options([](const CLI::Option* option) { return option->get_positional(); });
    return places.empty() ? nullptr : places.front();
  }
  const CLI::Option* named(std::string_view name) const {
    const auto all = app_->get_options();
    const auto place = std::ranges::find_if(
        all, [&](const CLI::Option* option) { return option->check_name(std::string(name)); });
    return place == all.end() ? nullptr : *place;
  }
  const CLI::App& app() const { return *app_; }
  const std::vector<std::string>& files() const { return files_; }

 private:
  const CLI::App* subcommand(const std::string& word) const {
    const auto all = commands();
    const auto place =
        std::ranges::find_if(all, [&](const CLI::App* command) { return command->check_name(word); });
    return place == all.end() || only_positional_ ? nullptr : *place;
  }

  void take(const std::string& word) {
    const CLI::Option* const option = taker();
    if (option != nullptr && option->get_type_name().starts_with("FILE")) {
      files_.push_back(word);
    }
    if (option == option_) {
      ++taken_;
    } else {
      option_ = nullptr;
    }
  }

  /// A flag, and its value where that stands in the same word.
  void open(const std::string& word) {
    const bool is_long = word.starts_with("--");
    const auto end = is_long ? std::min(word.find('='), word.size()) : 2;
    option_ = named(std::string_view(word).substr(0, end));
    taken_ = 0;
    if (option_ != nullptr && option_->get_expected_max() == 0) {
      option_ = nullptr;
    } else if (option_ != nullptr && end < word.size()) {
      take(word.substr(is_long ? end + 1 : end));
    }
  }

  const CLI::App* app_;
  const CLI::Option* option_ = nullptr;
  int taken_ = 0;
  bool only_positional_ = false;
  std::vector<std::string> files_;
};

/// The names in "FORMAT:{text,csv}", as the library writes a choice.
std::vector<Candidate> choices(const std::string& type) {
  std::vector<Candidate> names;
  const auto begin = type.rfind(":{");
  if (begin != std::string::npos && type.ends_with('}')) {
    for (const std::string& name : CLI::detail::split(type.substr(begin + 2, type.size() - begin - 3), ',')) {
      names.push_back({name, ""});
    }
  }
  return names;
}

Completion values_of(const CLI::Option& option, const Walk& walk, const Values& values) {
  Completion completion;
  completion.candidates = choices(option.get_type_name());
  completion.files = option.get_type_name().starts_with("FILE");
  if (completion.candidates.empty() && !completion.files) {
    try {
      completion.candidates = values(option, walk.files());
    } catch (const std::exception&) {
      // A file that can't be read has no values to offer; it is complained of when the command is run.
      completion.candidates.clear();
    }
  }
  return completion;
}

std::vector<Candidate> flags_of(const CLI::App& app) {
  std::vector<Candidate> flags;
  for (const CLI::Option* const option : app.get_options([](const CLI::Option* candidate) {
         return candidate->nonpositional() && !candidate->get_group().empty();
       })) {
    for (const std::string& name : option->get_lnames()) {
      flags.push_back({"--" + name, option->get_description()});
    }
    for (const std::string& name : option->get_snames()) {
      flags.push_back({"-" + name, option->get_description()});
    }
  }
  return flags;
}

Completion unfiltered(const Walk& walk, const std::string& word, const Values& values) {
  if (!walk.awaits_value() && (walk.is_flag(word) || word == "-")) {
    const auto equals = word.find('=');
    if (equals == std::string::npos) {
      return {.candidates = flags_of(walk.app()), .files = false};
    }
    const CLI::Option* const option = walk.named(std::string_view(word).substr(0, equals));
    if (option == nullptr) {
      return {};
    }
    Completion completion = values_of(*option, walk, values);
    for (Candidate& candidate : completion.candidates) {
      candidate.word.insert(0, word, 0, equals + 1);
    }
    return completion;
  }
  if (!walk.awaits_value() && walk.awaits_subcommand()) {
    Completion completion;
    for (const CLI::App* const command : walk.commands()) {
      completion.candidates.push_back({command->get_name(), command->get_description()});
    }
    return completion;
  }
  const CLI::Option* const option = walk.taker();
  return option == nullptr ? Completion{} : values_of(*option, walk, values);
}

}  // namespace

Completion complete(const CLI::App& program, const std::vector<std::string>& words, const Values& values) {
  Walk walk(program);
  const std::string word = words.empty() ? "" : words.back();
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    walk.step(words[i]);
  }
  Completion completion = unfiltered(walk, word, values);
  std::erase_if(completion.candidates,
                [&](const Candidate& candidate) { return !candidate.word.starts_with(word); });
  return completion;
}

std::string to_lines(const Completion& completion) {
  const auto clean = [](std::string text) {
    std::ranges::replace_if(
        text, [](char c) { return c == '\n' || c == '\t'; }, ' ');
    return text;
  };
  std::string lines;
  for (const Candidate& candidate : completion.candidates) {
    lines += clean(candidate.word);
    lines += candidate.description.empty() ? "" : '\t' + clean(candidate.description);
    lines += '\n';
  }
  return lines + (completion.files ? "\t\n" : "");
}

}  // namespace command_line
