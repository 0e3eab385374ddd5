#include "sema/advice.hpp"
#include "sema/lookup.hpp"
#include "sema/rules/rules.hpp"
#include "sema/rules/templates.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace partita::sema {
namespace {

using diagnostics::FixIt;
using diagnostics::Id;
using model::PartForm;
using model::TemplatePart;
using model::TypeKind;

bool counts_seconds(const model::Type& type) {
  return type.kind == TypeKind::timestamp_seconds || type.kind == TypeKind::sys_seconds;
}

bool is_signed(const model::Type& type) {
  return type.kind == TypeKind::int8 || type.kind == TypeKind::int16 || type.kind == TypeKind::int32 ||
         type.kind == TypeKind::int64;
}

unsigned digits_of(const model::Type& type) {
  switch (type.kind) {
    case TypeKind::int8:
    case TypeKind::uint8:
      return 3;
    case TypeKind::int16:
    case TypeKind::uint16:
      return 5;
    case TypeKind::int32:
    case TypeKind::uint32:
      return 10;
    case TypeKind::int64:
      return 19;
    default:
      return 20;
  }
}

class PartChecker {
 public:
  PartChecker(const model::Declared& declared, const model::DeclaredEntity& entity, const TemplateUse& use,
              diagnostics::Sink& sink)
      : declared_(declared), entity_(entity), use_(use), sink_(sink) {}

  void run() {
    for (std::size_t i = 0; i < use_.key->parts.size(); ++i) {
      const TemplatePart& part = use_.key->parts[i];
      check_repeated(i);
      if (is_shard(entity_, part)) {
        check_shard(part);
        continue;
      }
      const model::DeclaredAttribute* attribute = require_attribute(entity_, part.attribute, use_.what, sink_);
      if (attribute != nullptr && check_type(part, *attribute)) check_value(part, *attribute);
    }
    for (std::size_t i = 1; i < use_.key->parts.size(); ++i) check_neighbours(i);
  }

 private:
  std::string in_use(const TemplatePart& part) const { return "'" + part.attribute.text + "' in " + use_.what; }

  void check_repeated(std::size_t i) {
    const auto& parts = use_.key->parts;
    const auto end = parts.begin() + static_cast<std::ptrdiff_t>(i);
    const auto first = std::find_if(parts.begin(), end, [&](const TemplatePart& earlier) {
      return earlier.attribute.text == parts[i].attribute.text;
    });
    if (first == end) return;
    sink_
        .report(Id::key_attribute_reused, parts[i].attribute.span,
                "'" + parts[i].attribute.text + "' stands twice in " + use_.what + "; once is enough")
        .notes.push_back({first->attribute.span, "the first time is here", std::nullopt});
  }

  void check_shard(const TemplatePart& part) {
    if (part.form != PartForm::escaped) return;
    sink_.report(Id::key_part_type, part.attribute.span,
                 in_use(part) + " is the number of a shard, which needs no escapes; write '{shard}'");
  }

  bool check_type(const TemplatePart& part, const model::DeclaredAttribute& attribute) {
    if (attribute.composed) {
      report_composed(part, attribute);
      return false;
    }
    if (!is_known(attribute.member.type)) return false;
    const model::Type& type = part_type(use_, attribute);
    // What a lookup or constraint can stand on is a question of its own.
    if (use_.kind != TemplateUse::Kind::composed && &attribute == use_.owner && !is_part_type(type)) return false;
    if (!type.converted.empty()) {
      auto& report = sink_.report(Id::key_part_type, part.attribute.span,
                                  in_use(part) + " has type '" + type.converted +
                                      "', which a converter stores; a part is a string, an integer, an enumeration "
                                      "or a point in time itself");
      report.notes.push_back({attribute.member.type_span,
                              "compose the key from another attribute, such as one that holds the stored value",
                              std::nullopt});
      return false;
    }
    if (attribute.ttl && is_point_in_time(type) && !counts_seconds(type)) {
      auto& report = sink_.report(Id::key_part_type, part.attribute.span,
                                  in_use(part) +
                                      " is the ttl attribute, which is stored in whole seconds, so that the "
                                      "item would not have the time that is in its key");
      report.notes.push_back({attribute.member.type_span, "make it a point in time that counts seconds", std::nullopt});
      return false;
    }
    if (!is_part_type(type)) {
      auto& report = sink_.report(Id::key_part_type, part.attribute.span,
                                  in_use(part) + " has type '" + type_spelling(entity_.notation, type) +
                                      "'; a part is a string, an integer, an enumeration or a point in time");
      const std::string advice = type.kind == TypeKind::enumeration
                                     ? "store the enumeration by its names to make it a part"
                                     : "compose the key from another attribute, or give this one another type";
      report.notes.push_back({attribute.member.type_span, advice, std::nullopt});
      return false;
    }
    if (part.form == PartForm::padded && !is_integer(type)) {
      report_form(part, type, "only an integer can be padded");
      return false;
    }
    if (part.form == PartForm::escaped && type.kind != TypeKind::string) {
      report_form(part, type, "only a string can hold what has to be escaped");
      return false;
    }
    return true;
  }

  void report_composed(const TemplatePart& part, const model::DeclaredAttribute& attribute) {
    const bool itself = &attribute == use_.owner;
    auto& report = sink_.report(Id::composed_attribute, part.attribute.span,
                                itself ? use_.what + " names itself; compose it from other attributes"
                                       : in_use(part) + " is itself composed; name the attributes it is made from");
    if (!itself) {
      report.notes.push_back({attribute.span, "it is '" + attribute.composed->text + "'", std::nullopt});
    }
  }

  void report_form(const TemplatePart& part, const model::Type& type, const std::string& why) {
    // The form stands between the name and the brace; what is left is a plain part.
    sink_.report(Id::key_part_type, part.attribute.span,
                 in_use(part) + " has type '" + type_spelling(entity_.notation, type) + "'; " + why + ": write '{" +
                     part.attribute.text + "}'");
  }

  void check_value(const TemplatePart& part, const model::DeclaredAttribute& attribute) {
    const model::Type& type = part_type(use_, attribute);
    check_required(part, attribute);
    if (type.kind == TypeKind::enumeration) check_enumerators(part, type);
    if (!is_integer(type) || part.form == PartForm::padded) return;
    if (is_signed(type) && use_.key->delimiters().find('-') != std::string::npos) {
      sink_.report(Id::ambiguous_key_template, part.attribute.span,
                   in_use(part) + " can be negative, and '-' parts the template; pad the number, or part with '#'");
    }
    if (use_.sorts() && use_.kind == TemplateUse::Kind::composed) report_order(part, type);
  }

  void check_required(const TemplatePart& part, const model::DeclaredAttribute& attribute) {
    if (!use_.of_table() || &attribute == use_.owner) return;
    const model::Member& member = attribute.member;
    if (!member.optional && !member.has_default) return;
    const bool cpp = entity_.notation == model::Notation::cpp;
    auto& report = sink_.report(member.optional ? Id::optional_key : Id::key_with_default, part.attribute.span,
                                in_use(part) + (member.optional ? " is optional" : " has a default") +
                                    ", but every item of a table has its whole key");
    std::string advice;
    if (member.optional) {
      advice = cpp ? "remove the std::optional" : "remove \"optional\": true";
    } else {
      advice = cpp ? "initialise it with {}" : "remove \"default\"";
    }
    report.notes.push_back({attribute.span, advice + ", or compose the key from another attribute", std::nullopt});
  }

  void check_enumerators(const TemplatePart& part, const model::Type& type) {
    const auto named = std::find_if(declared_.types.begin(), declared_.types.end(),
                                    [&](const model::NamedType& each) { return each.qualified == type.named; });
    if (named == declared_.types.end()) return;
    const std::string delimiters = use_.key->delimiters();
    for (const model::Enumerator& enumerator : named->enumerators) {
      const std::size_t at = enumerator.name.text.find_first_of(delimiters);
      if (at == std::string::npos) continue;
      auto& report = sink_.report(Id::delimiter_in_enumerator, part.attribute.span,
                                  in_use(part) + " can be '" + enumerator.name.text + "', which holds the delimiter '" +
                                      enumerator.name.text[at] + "'; part the template with another character");
      report.notes.push_back({enumerator.name.span, "or store the enumerator under another name", std::nullopt});
      return;
    }
  }

  void report_order(const TemplatePart& part, const model::Type& type) {
    const std::string digits = std::to_string(digits_of(type));
    auto& report = sink_.report(Id::lexicographic_number, part.attribute.span,
                                in_use(part) + " is a number in text, and text sorts 10 before 9; pad it: '{" +
                                    part.attribute.text + ":" + digits + "}'");
    const source::Span& name = part.attribute.span;
    report.notes.push_back({name,
                            std::string("with ") + digits + " digits every value has a place" +
                                (is_signed(type) ? ", except negative ones, which are refused when written" : ""),
                            FixIt{{name.file, name.end, name.end}, ":" + digits}});
  }

  void check_neighbours(std::size_t i) {
    const TemplatePart& left = use_.key->parts[i - 1];
    const TemplatePart& right = use_.key->parts[i];
    const std::string& between = use_.key->literals[i];
    if (between.find_first_of(use_.key->delimiters()) != std::string::npos) return;
    const std::string parts = "'{" + left.attribute.text + "}' and '{" + right.attribute.text + "}' in " + use_.what;
    sink_.report(Id::ambiguous_key_template, right.attribute.span,
                 (between.empty() ? "nothing parts " + parts
                                  : "'" + between + "' between " + parts + " can stand in a value as well") +
                     ", so two pairs of values can make one key; part them with a character such as '#'");
  }

  const model::Declared& declared_;
  const model::DeclaredEntity& entity_;
  const TemplateUse& use_;
  diagnostics::Sink& sink_;
};

void check_used(const model::DeclaredEntity& entity, const TemplateUse& use, diagnostics::Sink& sink) {
  if (use.kind != TemplateUse::Kind::composed || use.of_table() || use.index_partition || use.index_sort) return;
  // A key that can't be read may be the one that it is meant for.
  const bool unread = std::any_of(entity.key_uses.begin(), entity.key_uses.end(),
                                  [](const model::KeyUse& key) { return !key.span.valid(); });
  if (unread) return;
  sink.report(Id::unused_composed_attribute, use.owner->span,
              "'" + use.owner->member.name.text +
                  "' is composed, but the key of nothing; make it a key of the table or of an index, or remove it");
}

}  // namespace

void check_templates(const model::Declared& declared, const model::DeclaredEntity& entity, diagnostics::Sink& sink) {
  for (const TemplateUse& use : templates(entity)) {
    PartChecker(declared, entity, use, sink).run();
    check_used(entity, use, sink);
  }
}

}  // namespace partita::sema
