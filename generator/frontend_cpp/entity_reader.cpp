#include "frontend_cpp/entity_reader.hpp"

#include "frontend_cpp/entity_arguments.hpp"
#include "frontend_cpp/names.hpp"
#include "frontend_cpp/neighbours.hpp"

#include <clang/AST/ASTContext.h>
#include <clang/AST/DeclCXX.h>
#include <clang/AST/DeclTemplate.h>
#include <llvm/Support/Casting.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

namespace partita::frontend_cpp {
namespace {

using diagnostics::Id;
using llvm::dyn_cast;

std::string template_refusal(const clang::CXXRecordDecl& record) {
  const bool is_template = record.isDependentContext() || llvm::isa<clang::ClassTemplateSpecializationDecl>(record);
  return is_template ? "a class template has no name of its own to generate code for; use a struct that derives from it"
                     : "";
}

std::optional<model::KeyRole> table_key(const MemberAnnotations& annotations) {
  if (annotations.annotation == "partition_key") return model::KeyRole::partition_key;
  if (annotations.annotation == "sort_key") return model::KeyRole::sort_key;
  return std::nullopt;
}

void add_attribute(model::DeclaredEntity& entity, ReadMember read) {
  model::DeclaredAttribute attribute;
  MemberAnnotations& annotations = read.annotations;
  attribute.member = std::move(read.member);
  attribute.span = attribute.member.name.span;
  attribute.version = annotations.annotation == "version";
  attribute.ttl = annotations.annotation == "ttl";
  attribute.created_at = annotations.annotation == "created_at";
  attribute.updated_at = annotations.annotation == "updated_at";
  if (attribute.version || attribute.ttl || attribute.created_at || attribute.updated_at) {
    attribute.role_span = annotations.span;
  }
  attribute.sensitive = annotations.sensitive;
  attribute.lookup = std::move(annotations.lookup);
  attribute.unique = std::move(annotations.unique);
  attribute.written = annotations.written;
  attribute.annotated = annotations.annotated;
  const model::Name& name = attribute.member.name;
  if (const std::optional<model::KeyRole> role = table_key(annotations)) {
    entity.key_uses.push_back({*role, {}, name, annotations.span, {}});
  }
  for (const IndexRole& role : annotations.roles) add_index_use(entity, role, name);
  entity.attributes.push_back(std::move(attribute));
}

}  // namespace

EntityReader::EntityReader(clang::Sema& sema, Locator& locator, const std::vector<clang::SourceLocation>& errors,
                           diagnostics::Sink& sink, model::Declared& declared)
    : locator_(locator),
      errors_(errors),
      sink_(sink),
      declared_(declared),
      records_(sema, locator, errors, sink, declared),
      views_(locator, sink, declared, records_) {}

void EntityReader::read_all(const std::vector<const clang::DeclContext*>& scopes) {
  for (const clang::DeclContext* scope : scopes) find(*scope);
  if (!attribute_errors()) return;
  for (const Found& found : found_) {
    if (!found.has_error) (this->*found.read)(found);
  }
}

void EntityReader::find(const clang::DeclContext& scope) {
  static constexpr std::array<std::pair<const char*, void (EntityReader::*)(const Found&)>, 3> readers{
      {{"partita_entity", &EntityReader::read_entity},
       {"partita_view", &EntityReader::read_view},
       {"partita_collection", &EntityReader::read_collection}}};
  for (const clang::Decl* declaration : scope.decls()) {
    if (const auto* templated = dyn_cast<clang::ClassTemplateDecl>(declaration)) {
      declaration = templated->getTemplatedDecl();
    }
    if (const auto* record = dyn_cast<clang::CXXRecordDecl>(declaration)) {
      if (!record->isThisDeclarationADefinition() || record->isInjectedClassName()) continue;
      const std::optional<std::size_t> input = locator_.input(record->getLocation());
      if (!input) continue;
      for (const auto& [name, read] : readers) {
        if (const clang::TypedefNameDecl* alias = RecordReader::own_alias(*record, name)) {
          found_.push_back({read, record, alias, *input, records_.rejected(*record)});
          inputs_.insert(*input);
        }
      }
      find(*record);
    } else if (llvm::isa<clang::NamespaceDecl, clang::LinkageSpecDecl, clang::ExportDecl>(declaration)) {
      find(*llvm::cast<clang::DeclContext>(declaration));
    }
  }
}

/// Marks the entities in which an error is; false if one is in none.
bool EntityReader::attribute_errors() {
  for (const clang::SourceLocation error : errors_) {
    const source::Span at = locator_.span({error, error});
    bool inside = false;
    for (Found& found : found_) {
      if (!Locator::within(at, locator_.span(found.record->getSourceRange()))) continue;
      found.has_error = inside = true;
    }
    if (!inside) return false;
  }
  return true;
}

void EntityReader::set_tenant(model::DeclaredEntity& entity, const ReadMember& read) {
  if (!read.annotations.tenant) return;
  if (!entity.tenant) {
    entity.tenant = model::Name{read.member.name.text, *read.annotations.tenant};
    return;
  }
  diagnostics::Diagnostic& diagnostic =
      sink_.report(Id::conflicting_annotations, *read.annotations.tenant,
                   "a second 'partita::tenant' on entity '" + entity.cpp_name + "'; an item belongs to one tenant");
  diagnostic.notes.push_back({entity.tenant->span, "the first one is here", {}});
}

void EntityReader::read_view(const Found& found) {
  views_.read_view(*found.record, *found.alias, found.input);
}

void EntityReader::read_collection(const Found& found) {
  views_.read_collection(*found.record, *found.alias, found.input);
}

void EntityReader::read_entity(const Found& found) {
  const clang::CXXRecordDecl& record = *found.record;
  const clang::TypedefNameDecl& alias = *found.alias;
  model::DeclaredEntity entity;
  entity.notation = model::Notation::cpp;
  entity.input = found.input;
  entity.span = locator_.span({record.getLocation(), record.getLocation()});
  std::tie(entity.namespaces, entity.cpp_name) = split_name(record);
  if (alias.getAccess() == clang::AS_private || alias.getAccess() == clang::AS_protected) {
    sink_.report(Id::malformed_entity, locator_.span({alias.getLocation(), alias.getLocation()}),
                 "'partita_entity' of '" + entity.cpp_name + "' is not public; move it to the public part");
  }
  std::string refusal = template_refusal(record);
  const bool readable = refusal.empty();
  if (readable) refusal = records_.refusal(record);
  if (!refusal.empty()) {
    sink_.report(Id::unsupported_entity, entity.span, "'" + entity.cpp_name + "' cannot be an entity: " + refusal);
    if (!readable) return;
  }
  EntityArguments arguments(locator_, sink_, entity, declared_.suppressions);
  if (!arguments.read(alias, locator_.span(record.getSourceRange()))) return;
  entity.neighbours = neighbours(record, entity.cpp_name, locator_);
  for (ReadMember& member : records_.members(record)) {
    declared_.suppressions.insert(declared_.suppressions.end(), member.annotations.suppressions.begin(),
                                  member.annotations.suppressions.end());
    set_tenant(entity, member);
    add_attribute(entity, std::move(member));
  }
  arguments.add_discriminator();
  if (!refusal.empty()) return;
  declared_.entities.push_back(std::move(entity));
}

}  // namespace partita::frontend_cpp
