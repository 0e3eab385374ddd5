#include "frontend_cpp/annotation_reader.hpp"

#include "frontend_cpp/pattern_spec.hpp"

#include <clang/AST/Decl.h>
#include <clang/AST/DeclCXX.h>
#include <clang/AST/Expr.h>

#include <array>
#include <string_view>
#include <utility>

namespace partita::frontend_cpp {
namespace {

using diagnostics::Id;

bool is_member_annotation(std::string_view name) {
  constexpr std::array<std::string_view, 5> names{"partition_key", "sort_key", "attribute", "version", "ttl"};
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

std::optional<model::KeyRole> index_role(std::string_view name) {
  if (name == "gsi_partition") return model::KeyRole::gsi_partition;
  if (name == "gsi_sort") return model::KeyRole::gsi_sort;
  if (name == "lsi_sort") return model::KeyRole::lsi_sort;
  return std::nullopt;
}

}  // namespace

MemberAnnotations AnnotationReader::read(const clang::FieldDecl& field) {
  MemberAnnotations annotations;
  annotations.value = WrittenType::of(*field.getTypeSourceInfo());
  const std::optional<TemplateUse> use = member_annotation(annotations.value);
  if (!use) {
    refuse_inside(annotations.value, "inside another type", field);
    return annotations;
  }
  annotations.annotation = use->name;
  annotations.span = locator_.span(use->name_range);
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
  for (std::size_t i = 1; i < use.types.size(); ++i) {
    const std::optional<TemplateUse> argument = partita_template(use.types[i]);
    if (!argument) continue;
    const source::Span span = locator_.span(argument->where);
    if (const std::optional<model::KeyRole> role = index_role(argument->name)) {
      annotations.roles.push_back({*role, name(*argument, 0), span});
      continue;
    }
    const bool again =
        argument->name == "rename" ? annotations.stored_name.has_value() : annotations.storage.has_value();
    if (again) {
      diagnostics::Diagnostic& diagnostic = sink_.report(
          Id::conflicting_annotations, span,
          "a second 'partita::" + argument->name + "' on member '" + field.getNameAsString() + "'; keep one of them");
      locator_.note_member(diagnostic, field);
    } else if (argument->name == "rename") {
      annotations.stored_name = name(*argument, 0);
    } else if (argument->name == "stored") {
      annotations.storage = argument->text(0) == "number" ? model::EnumStorage::number : model::EnumStorage::name;
    }
  }
}

void AnnotationReader::refuse_inside(const WrittenType& written, const std::string& what,
                                     const clang::DeclaratorDecl& member) {
  for (const WrittenType& component : components(written)) {
    const std::optional<TemplateUse> use = member_annotation(component);
    if (!use) {
      refuse_inside(component, what, member);
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

bool AnnotationReader::read(const clang::TypedefNameDecl& alias, model::DeclaredEntity& entity) {
  const std::optional<TemplateUse> use = partita_template(WrittenType::of(*alias.getTypeSourceInfo()));
  if (!use || use->name != "entity") {
    const clang::SourceLocation at = alias.getLocation();
    sink_.report(Id::malformed_entity, locator_.span({at, at}),
                 "'partita_entity' must name partita::entity<\"table\", ...>");
    return false;
  }
  entity.table = name(*use, 0);
  for (const WrittenType& argument : use->types) {
    if (const std::optional<TemplateUse> pattern_use = partita_template(argument)) {
      if (std::optional<model::DeclaredPattern> read = pattern(*pattern_use))
        entity.patterns.push_back(std::move(*read));
    }
  }
  return true;
}

std::optional<model::DeclaredPattern> AnnotationReader::pattern(const TemplateUse& use) {
  const std::string text = use.text(1);
  model::DeclaredPattern pattern;
  pattern.name = name(use, 0);
  pattern.span = locator_.span(use.where);
  PatternResult result = parse_pattern(text);
  if (result.error) {
    const auto& [message, begin, end, replacement] = *result.error;
    const source::Span span = pattern_name(use, {}, begin, end).span;
    diagnostics::Diagnostic& diagnostic =
        sink_.report(Id::malformed_access_pattern, span, "access pattern '" + pattern.name.text + "': " + message);
    const bool exact = span.end - span.begin == end - begin;
    if (replacement && exact) diagnostic.fix = diagnostics::FixIt{span, *replacement};
    return std::nullopt;
  }
  const auto resolved = [&](const PatternName& name) { return pattern_name(use, name.text, name.begin, name.end); };
  for (const PatternName& name : result.spec.where) pattern.where.push_back(resolved(name));
  for (const PatternName& name : result.spec.reads) pattern.reads.push_back(resolved(name));
  if (result.spec.range) pattern.range = resolved(*result.spec.range);
  if (result.spec.ordered) pattern.ordered = resolved(*result.spec.ordered);
  pattern.order = result.spec.order;
  return pattern;
}

model::Name AnnotationReader::pattern_name(const TemplateUse& use, const std::string& text, std::size_t begin,
                                           std::size_t end) {
  const clang::StringLiteral* literal = use.literal(1);
  return {text, literal != nullptr ? locator_.part(*literal, begin, end) : locator_.span(use.where)};
}

model::Name AnnotationReader::name(const TemplateUse& use, unsigned index) {
  if (const clang::StringLiteral* literal = use.literal(index)) return locator_.name(*literal);
  return {use.text(index), locator_.span(use.where)};
}

}  // namespace partita::frontend_cpp
