// Templates + a value tree -> text: the strict subset of Mustache that generated code needs.
//
// {{name}} prints a string, as it is. {{#name}} ... {{/name}} repeats over a list or stands if a flag is true;
// {{^name}} stands for an empty list or a false flag. {{>name}} includes another template, indented as the tag is. {{!
// ... }} is dropped. `a.b` is member b of a; `.` is the item of a list of strings. A name is looked up from the
// innermost object outwards. A tag of the last five kinds that stands alone on its line leaves no line behind.
//
// Nothing is guessed: an unknown name, a section over a string, an unclosed section are errors with their line.
#pragma once

#include "render/template_parser.hpp"
#include "render/value.hpp"

#include <tl/expected.hpp>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace partita::render {

/// Name -> template, or what is wrong with it: that matters once it is used.
using ParsedTemplates = std::map<std::string, tl::expected<std::vector<Node>, TemplateError>, std::less<>>;

class Templates {
 public:
  /// The templates that were built into the tool.
  static Templates embedded();

  /// The embedded ones, each replaced by `<directory>/<name>.mustache` where that file exists.
  static tl::expected<Templates, std::string> overridden(const std::string& directory);

  /// `texts`: name -> template.
  explicit Templates(std::map<std::string, std::string, std::less<>> texts);

  /// The text, or what is wrong with a template: `repository.mustache:12: unknown name 'tabel'`.
  tl::expected<std::string, std::string> render(std::string_view name, const Value& value) const;

  /// Files that were read in place of embedded templates.
  const std::vector<std::string>& files() const { return files_; }

  const std::map<std::string, std::string, std::less<>>& texts() const { return texts_; }

 private:
  std::map<std::string, std::string, std::less<>> texts_;
  ParsedTemplates parsed_;  // once, for any number of values
  std::vector<std::string> files_;
};

}  // namespace partita::render
