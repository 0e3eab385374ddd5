#include "frontend_cpp/annotation_reader.hpp"

#include <clang/AST/Decl.h>
#include <clang/AST/DeclCXX.h>

#include <array>
#include <cstdint>
#include <set>
#include <string_view>
#include <utility>

namespace partita::frontend_cpp {
namespace {

using diagnostics::Id;

bool is_member_annotation(std::string_view name) {
  constexpr std::array<std::string_view, 8> names{"partition_key", "sort_key",   "attribute",  "version",
                                                  "ttl",           "created_at", "updated_at", "ignored"};
  for (const std::string_view known : names) {
    if (name == known) return true;
  }
  return false;
}

std::optional<TemplateUse> member_annotation(const WrittenType& written) {
  std::optional<TemplateUse> use = partita_template(written);
  if (use && (!is_member_annotation(use->name) || use->types.empty())) use.reset();
  return use;
}

/// What `max<n>` among the arguments says.
std::optional<std::uint64_t> maximum(const TemplateUse& use) {
  for (const WrittenType& argument : use.types) {
    const std::optional<TemplateUse> option = partita_template(argument);
    if (option && option->name == "max") return option->number(0);
  }
  return std::nullopt;
}

/// What an attribute of a nested structure can have as well.
bool is_for_nested(std::string_view name) {
  return name == "attribute" || name == "rename" || name == "stored" || name == "suppress" || name == "ignored";
}

}  // namespace

MemberAnnotations AnnotationReader::read(const clang::FieldDecl& field) {
  MemberAnnotations annotations;
  annotations.value = WrittenType::of(*field.getTypeSourceInfo());
  const std::optional<TemplateUse> use = member_annotation(annotations.value);
  read_place(use, annotations);
  if (!use) {
    refuse_inside(annotations.value, "inside another type", field);
    return annotations;
  }
  refuse_in(alias_arguments(annotations.value), "inside another type", field);
  annotations.annotation = use->name;
  annotations.span = locator_.span(use->name_range);
  if (!is_for_nested(use->name)) annotations.of_item = {use->name, annotations.span};
  read_arguments(*use, annotations, field);
  annotations.value = use->types.front();
  if (const std::optional<TemplateUse> inner = member_annotation(annotations.value)) {
    diagnostics::Diagnostic& diagnostic = sink_.report(
        Id::conflicting_annotations, locator_.span(inner->name_range),
        "'partita::" + inner->name + "' inside 'partita::" + use->name + "' on member '" + field.getNameAsString() +
            "'; a member has one annotation, with index roles and names as " + "its further arguments");
    locator_.note_member(diagnostic, field);
    annotations.value = inner->types.front();
  }
  refuse_inside(annotations.value, "inside another type", field);
  return annotations;
}

void AnnotationReader::read_arguments(const TemplateUse& use, MemberAnnotations& annotations,
                                      const clang::FieldDecl& field) {
  std::set<std::string> seen;
  for (std::size_t i = 1; i < use.types.size(); ++i) {
    const std::optional<TemplateUse> argument = partita_template(use.types[i]);
    if (!argument) continue;
    const source::Span span = locator_.span(argument->where);
    if (!is_for_nested(argument->name) && !annotations.of_item) annotations.of_item = {argument->name, span};
    if (std::optional<IndexRole> role = index_role(*argument, texts_, locator_)) {
      annotations.roles.push_back(*std::move(role));
    } else if (argument->name == "suppress") {
      annotations.suppressions.push_back(
          {texts_.name(*argument, 0), texts_.name(*argument, 1), locator_.span(field.getSourceRange())});
    } else if (!seen.insert(argument->name).second) {
      locator_.note_member(texts_.report_second(*argument, "on member '" + field.getNameAsString() + "'"), field);
    } else {
      read_option(*argument, annotations);
    }
  }
}

void AnnotationReader::read_option(const TemplateUse& use, MemberAnnotations& annotations) {
  const source::Span span = locator_.span(use.where);
  if (use.name == "rename") {
    annotations.stored_name = texts_.name(use, 0);
  } else if (use.name == "stored") {
    annotations.storage = use.text(0) == "number" ? model::EnumStorage::number : model::EnumStorage::name;
  } else if (use.name == "tenant") {
    annotations.tenant = span;
  } else if (use.name == "sensitive") {
    annotations.sensitive = span;
  } else if (use.name == "lookup") {
    const std::optional<model::Name> method = texts_.method(use, 0);
    std::optional<model::KeyTemplate> key = texts_.key_template(use, 1);
    if (key && method)
      annotations.lookup = model::DeclaredLookup{*method, *std::move(key), maximum(use).value_or(0), span};
  } else if (use.name == "unique") {
    std::optional<model::KeyTemplate> key = texts_.key_template(use, 0);
    if (key) annotations.unique = model::DeclaredUnique{*std::move(key), maximum(use).value_or(1), span};
  }
}

void AnnotationReader::read_place(const std::optional<TemplateUse>& use, MemberAnnotations& annotations) {
  const source::Span written = locator_.span(annotations.value.where);
  annotations.annotated = use.has_value();
  if (use) {
    // An annotation out of an alias or a macro is not written at the member, so nothing can be added to it there.
    const source::Span close = locator_.before(use->close);
    if (!close.valid() || !Locator::within(locator_.span(use->where), written) || close.begin + 1 != written.end)
      return;
  }
  annotations.written = written;
}

void AnnotationReader::refuse_inside(const WrittenType& written, const std::string& what,
                                     const clang::DeclaratorDecl& member) {
  refuse_in(alias_arguments(written), what, member);
  refuse_in(components(written), what, member);
}

void AnnotationReader::refuse_in(const std::vector<WrittenType>& parts, const std::string& what,
                                 const clang::DeclaratorDecl& member) {
  for (const WrittenType& part : parts) {
    const std::optional<TemplateUse> use = member_annotation(part);
    if (!use) {
      refuse_inside(part, what, member);
      continue;
    }
    const source::Span span = locator_.span(use->name_range);
    diagnostics::Diagnostic& diagnostic =
        sink_.report(Id::annotation_without_effect, span,
                     "'partita::" + use->name + "' has no effect " + what + " of member '" + member.getNameAsString() +
                         "'; put it outermost: partita::" + use->name + "<...> around the whole type");
    locator_.note_member(diagnostic, member);
  }
}

void AnnotationReader::refuse_annotations(const clang::VarDecl& member) {
  if (member.getTypeSourceInfo() == nullptr) return;
  const WrittenType written = WrittenType::of(*member.getTypeSourceInfo());
  if (const std::optional<TemplateUse> use = member_annotation(written)) {
    sink_.report(Id::annotation_without_effect, locator_.span(use->name_range),
                 "'partita::" + use->name + "' has no effect on static member '" + member.getNameAsString() +
                     "', which is no attribute; remove the annotation, or 'static'");
    return;
  }
  refuse_inside(written, "inside the type", member);
}

}  // namespace partita::frontend_cpp
