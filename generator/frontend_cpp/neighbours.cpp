#include "frontend_cpp/neighbours.hpp"

#include "frontend_cpp/names.hpp"
#include "plan/names.hpp"

#include <clang/AST/ASTContext.h>
#include <clang/AST/DeclCXX.h>
#include <llvm/Support/Casting.h>

#include <string_view>

namespace partita::frontend_cpp {
namespace {

using llvm::dyn_cast;

bool is_only_announced(const clang::NamedDecl& declaration) {
  const auto* record = dyn_cast<clang::CXXRecordDecl>(&declaration);
  return record != nullptr && !record->hasDefinition();
}

void add_neighbours(const clang::DeclContext& scope, const std::string& name, Locator& locator,
                    std::vector<model::Name>& neighbours) {
  for (const clang::NamedDecl* found : scope.lookup(&scope.getParentASTContext().Idents.get(name))) {
    if (is_only_announced(*found)) continue;
    neighbours.push_back({qualified_name(*found), locator.span({found->getLocation(), found->getLocation()})});
    return;
  }
}

}  // namespace

std::vector<model::Name> neighbours(const clang::CXXRecordDecl& record, const std::string& cpp_name, Locator& locator) {
  std::vector<model::Name> result;
  const clang::DeclContext* scope = record.getEnclosingNamespaceContext();
  while (scope->isInlineNamespace()) scope = scope->getParent()->getEnclosingNamespaceContext();
  for (const std::string& name : plan::generated_names(plan::entity_stem(cpp_name))) {
    add_neighbours(*scope, name, locator, result);
  }
  for (; !scope->isTranslationUnit(); scope = scope->getParent()->getEnclosingNamespaceContext()) {
    for (const std::string_view name : plan::used_namespaces)
      add_neighbours(*scope, std::string(name), locator, result);
  }
  return result;
}

}  // namespace partita::frontend_cpp
