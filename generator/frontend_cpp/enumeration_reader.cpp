#include "frontend_cpp/enumeration_reader.hpp"

#include "frontend_cpp/names.hpp"

#include <clang/AST/Decl.h>

#include <cstdint>
#include <map>
#include <tuple>
#include <utility>

namespace partita::frontend_cpp {

using diagnostics::Id;

EnumerationReader::EnumerationReader(Locator& locator, diagnostics::Sink& sink, model::Declared& declared)
    : locator_(locator), sink_(sink), declared_(declared) {}

std::string EnumerationReader::add(const clang::EnumDecl& declaration) {
  const std::string name = qualified_name(declaration);
  for (const model::NamedType& known : declared_.types) {
    if (known.qualified == name) return {};
  }
  if (const std::string reason = unreachable(declaration); !reason.empty()) {
    return "the enumeration " + reason + ", so generated code cannot name it";
  }
  const clang::EnumDecl* definition = declaration.getDefinition();
  if (definition == nullptr || definition->enumerator_begin() == definition->enumerator_end()) {
    return "the enumeration has no enumerators here; include its definition, or use an integer";
  }
  model::NamedType type;
  type.kind = model::TypeKind::enumeration;
  type.qualified = name;
  std::tie(type.namespaces, type.cpp_name) = split_name(*definition);
  type.span = locator_.span({definition->getLocation(), definition->getLocation()});
  for (const clang::EnumConstantDecl* enumerator : definition->enumerators()) {
    const llvm::APSInt& value = enumerator->getInitVal();
    if (value.isUnsigned() ? value.getActiveBits() > 63 : value.getSignificantBits() > 64) {
      return "the value of enumerator '" + enumerator->getNameAsString() + "' exceeds 63 bits";
    }
    const source::Span span = locator_.span({enumerator->getLocation(), enumerator->getLocation()});
    type.enumerators.push_back({{enumerator->getNameAsString(), span}, value.getExtValue()});
  }
  declared_.types.push_back(std::move(type));
  return {};
}

void EnumerationReader::require_distinct_values(const clang::EnumDecl& declaration,
                                                const clang::DeclaratorDecl& member) {
  const clang::EnumDecl* definition = declaration.getDefinition();
  if (definition == nullptr || !stored_by_name_.insert(definition).second) return;
  std::map<std::int64_t, const clang::EnumConstantDecl*> seen;
  for (const clang::EnumConstantDecl* enumerator : definition->enumerators()) {
    const auto [first, added] = seen.try_emplace(enumerator->getInitVal().getExtValue(), enumerator);
    if (added) continue;
    diagnostics::Diagnostic& diagnostic = sink_.report(
        Id::ambiguous_enumerator, locator_.span({enumerator->getLocation(), enumerator->getLocation()}),
        "enumerators '" + first->second->getNameAsString() + "' and '" + enumerator->getNameAsString() + "' of '" +
            qualified_name(declaration) + "' have one value, so neither name can be told from the other when stored");
    const clang::SourceLocation at = member.getLocation();
    diagnostic.notes.push_back({locator_.span({at, at}),
                                "stored by name in '" + member.getNameAsString() +
                                    "'; give the enumerator a value of its own, or store it by number with "
                                    "partita::stored<\"number\">",
                                std::nullopt});
  }
}

}  // namespace partita::frontend_cpp
