// Roff of a command line. What an option takes and does is worded by CLI11's own formatter, as in --help.
#include "tools/command_line/man_page.hpp"

#include <algorithm>
#include <cctype>
#include <sstream>
#include <string_view>

#include "tools/command_line/version.hpp"

namespace command_line {
namespace {

/// Text that roff shows as it is: none of its characters is a command.
std::string escaped(std::string_view text) {
  std::string result;
  bool begins_line = true;
  for (const char c : text) {
    if (begins_line && (c == '.' || c == '\'')) {
      result += "\\&";
    }
    begins_line = c == '\n';
    switch (c) {
      case '\\':
        result += "\\e";
        break;
      case '-':
        result += "\\-";
        break;
      case '\'':
        result += "\\(aq";
        break;
      case '`':
        result += "\\(ga";
        break;
      case '^':
        result += "\\(ha";
        break;
      case '~':
        result += "\\(ti";
        break;
      default:
        result += c;
    }
  }
  return result;
}

std::string capitals(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

std::string one_line(std::string text) {
  std::ranges::replace(text, '\n', ' ');
  return text;
}

/// Without the program's name in front.
std::string sentences(const CLI::App& program) {
  const std::string text = one_line(program.get_description());
  const std::string opening = program.get_name() + ": ";
  return text.starts_with(opening) ? text.substr(opening.size()) : text;
}

std::string first_sentence(const std::string& text) {
  const auto end = std::min(text.find(". "), text.find("? "));
  std::string sentence = end == std::string::npos ? text : text.substr(0, end + 1);
  if (sentence.ends_with('.')) {
    sentence.pop_back();
  }
  return sentence;
}

void write_options(std::ostringstream& page, const CLI::App& app) {
  const CLI::Formatter words;
  for (const bool positional : {true, false}) {
    for (const CLI::Option* const option : app.get_options([&](const CLI::Option* candidate) {
           return candidate->nonpositional() != positional && !candidate->get_group().empty();
         })) {
      page << ".TP\n\\fB" << escaped(words.make_option_name(option, positional)) << "\\fR"
           << escaped(words.make_option_opts(option)) << '\n'
           << escaped(one_line(words.make_option_desc(option))) << '\n';
    }
  }
}

/// "[options] files": what may stand behind the name.
std::string arguments(const CLI::App& app) {
  std::string text = " [\\fIOPTION\\fR]…";
  for (const CLI::Option* const option :
       app.get_options([](const CLI::Option* candidate) { return candidate->get_positional(); })) {
    const std::string name = "\\fI" + escaped(option->get_type_name()) + "\\fR";
    text += option->get_required() ? ' ' + name : " [" + name + ']';
  }
  return text;
}

}  // namespace

std::string man_page(const CLI::App& program, const std::vector<Section>& more) {
  const std::string& name = program.get_name();
  const std::string description = sentences(program);
  const auto subcommands =
      program.get_subcommands([](const CLI::App* command) { return !command->get_group().empty(); });
  std::ostringstream page;
  page << ".TH " << escaped(capitals(name)) << " 1 \"\" \"" << escaped(name) << ' ' << version()
       << "\" \"User Commands\"\n"
       << ".SH NAME\n"
       << escaped(name) << " \\- " << escaped(first_sentence(description)) << "\n.SH SYNOPSIS\n";
  if (subcommands.empty()) {
    page << "\\fB" << escaped(name) << "\\fR" << arguments(program) << '\n';
  }
  for (const CLI::App* const command : subcommands) {
    page << (command == subcommands.front() ? "" : ".br\n") << "\\fB" << escaped(name) << ' '
         << escaped(command->get_name()) << "\\fR" << arguments(*command) << '\n';
  }
  page << ".SH DESCRIPTION\n"
       << escaped(capitals(description.substr(0, 1)) + description.substr(1)) << "\n.SH OPTIONS\n";
  write_options(page, program);
  if (!subcommands.empty()) {
    page << ".SH SUBCOMMANDS\n";
  }
  for (const CLI::App* const command : subcommands) {
    page << ".SS " << escaped(command->get_name()) << '\n'
         << escaped(one_line(command->get_description())) << '\n';
    write_options(page, *command);
  }
  for (const Section& section : more) {
    page << ".SH \"" << escaped(section.title) << "\"\n.nf\n" << escaped(section.text);
    page << (section.text.ends_with('\n') ? "" : "\n") << ".fi\n";
  }
  return page.str();
}

}  // namespace command_line
