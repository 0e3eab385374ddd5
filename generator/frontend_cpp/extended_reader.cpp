#include "frontend_cpp/extended_reader.hpp"

#include "diagnostics/suggestion.hpp"
#include "frontend_cpp/names.hpp"
#include "frontend_cpp/neighbours.hpp"

#include <clang/AST/ASTContext.h>
#include <clang/AST/DeclCXX.h>
#include <llvm/Support/Casting.h>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>

namespace partita::frontend_cpp {

using diagnostics::Id;
using llvm::dyn_cast;

void ExtendedReader::read_all() {
  std::vector<model::DeclaredEntity> kept;
  for (model::DeclaredEntity& entity : declared_.entities) {
    if (!entity.extends || read(entity)) kept.push_back(std::move(entity));
  }
  declared_.entities = std::move(kept);
}

bool ExtendedReader::read(model::DeclaredEntity& entity) {
  const auto& [type, header] = *entity.extends;
  if (missing_headers_.contains(header.text)) {
    sink_.report(Id::invalid_include, header.span,
                 "header '" + header.text +
                     "' is not found; write its path below one of the include directories, which stand behind '--' as "
                     "-I DIR");
    return false;
  }
  // What clang says comes first: after an error it does not know what it has lost.
  if (context_.getDiagnostics().hasErrorOccurred()) return false;
  const clang::CXXRecordDecl* record = find(type.text);
  if (record == nullptr) {
    sink_.report(
        Id::unknown_type, type.span,
        "header '" + header.text + "' declares no structure '" + type.text + "'; name one with its namespaces");
    return false;
  }
  if (const std::string refusal = records_.refusal(*record); !refusal.empty()) {
    sink_.report(Id::unsupported_entity, type.span, "'" + type.text + "' cannot be an entity: " + refusal)
        .notes.push_back({locator_.span({record->getLocation(), record->getLocation()}), "it is declared here", {}});
    return false;
  }
  std::tie(entity.namespaces, entity.cpp_name) = split_name(*record);
  entity.neighbours = neighbours(*record, entity.cpp_name, locator_);
  merge(*record, entity);
  return true;
}

const clang::CXXRecordDecl* ExtendedReader::find(const std::string& qualified) const {
  const clang::DeclContext* scope = context_.getTranslationUnitDecl();
  std::string_view rest = qualified;
  while (scope != nullptr) {
    const std::size_t end = rest.find("::");
    const clang::DeclContext* next = nullptr;
    for (const clang::NamedDecl* found : scope->lookup(&context_.Idents.get(rest.substr(0, end)))) {
      if (const auto* record = dyn_cast<clang::CXXRecordDecl>(found)) {
        next = record->hasDefinition() ? record->getDefinition() : record;
      } else if (const auto* inner = dyn_cast<clang::NamespaceDecl>(found)) {
        next = inner;
      }
    }
    if (end == std::string_view::npos) return next == nullptr ? nullptr : dyn_cast<clang::CXXRecordDecl>(next);
    scope = next;
    rest.remove_prefix(end + 2);
  }
  return nullptr;
}

void ExtendedReader::merge(const clang::CXXRecordDecl& record, model::DeclaredEntity& entity) {
  std::vector<ReadMember> members = records_.members(record);
  std::vector<model::DeclaredAttribute> said = std::move(entity.attributes);
  entity.attributes.clear();
  std::optional<model::DeclaredAttribute> discriminator;
  for (model::DeclaredAttribute& attribute : said) {
    const bool has_member = !attribute.member.field.empty();
    if (!has_member && entity.discriminator && attribute.member.name.text == entity.discriminator->attribute.text) {
      discriminator = std::move(attribute);
    } else if (!has_member) {
      // One that the JSON front end can't read stands for itself alone.
      if (!attribute.composed) attribute.member.field = attribute.member.name.text;
      entity.attributes.push_back(std::move(attribute));
    }
    if (!has_member) continue;
    const bool is_member = std::any_of(members.begin(), members.end(), [&](const ReadMember& read) {
      return read.member.field == attribute.member.field;
    });
    if (!is_member) report_unknown(attribute, entity, members);
  }
  for (ReadMember& read : members) {
    const auto described = std::find_if(said.begin(), said.end(), [&](const model::DeclaredAttribute& attribute) {
      return attribute.member.field == read.member.field;
    });
    model::DeclaredAttribute attribute;
    if (described != said.end()) {
      attribute = std::move(*described);
      read.member.name = attribute.member.name;
    } else {
      attribute.span = read.member.name.span;
    }
    attribute.member = std::move(read.member);
    entity.attributes.push_back(std::move(attribute));
  }
  // In the order of C++ entities, so that both notations give the same code.
  if (discriminator) entity.attributes.push_back(*std::move(discriminator));
}

void ExtendedReader::report_unknown(const model::DeclaredAttribute& attribute, const model::DeclaredEntity& entity,
                                    const std::vector<ReadMember>& members) {
  std::vector<std::string> known;
  known.reserve(members.size());
  for (const ReadMember& read : members) known.push_back(read.member.field);
  const std::optional<std::string> meant = diagnostics::closest(attribute.member.field, known);
  std::string message = "'" + entity.extends->type.text + "' has no member '" + attribute.member.field + "'";
  message += meant ? "; did you mean '" + *meant + "'?" : "; to store one under this name, name it in \"field\"";
  auto& report = sink_.report(Id::unknown_attribute, attribute.member.name.span, std::move(message));
  // Only where the name is that of the member, not one that is derived or given in "field".
  if (meant && attribute.member.field == attribute.member.name.text) report.fix = {report.span, *meant, {}};
}

}  // namespace partita::frontend_cpp
