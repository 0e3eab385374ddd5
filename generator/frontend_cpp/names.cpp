#include "frontend_cpp/names.hpp"

#include <clang/AST/DeclCXX.h>
#include <clang/AST/DeclTemplate.h>
#include <llvm/Support/Casting.h>

namespace partita::frontend_cpp {

std::string qualified_name(const clang::NamedDecl& declaration) {
  std::string name = declaration.getNameAsString();
  for (const clang::DeclContext* context = declaration.getDeclContext(); context != nullptr;
       context = context->getParent()) {
    if (context->isInlineNamespace() || !context->isNamespace()) {
      if (!context->isRecord()) continue;
    }
    name = llvm::cast<clang::NamedDecl>(context)->getNameAsString() + "::" + name;
  }
  return name;
}

std::pair<std::vector<std::string>, std::string> split_name(const clang::TagDecl& declaration) {
  std::vector<std::string> namespaces;
  std::string name = declaration.getNameAsString();
  for (const clang::DeclContext* context = declaration.getDeclContext();
       context != nullptr && !context->isFunctionOrMethod(); context = context->getParent()) {
    if (context->isNamespace() && !context->isInlineNamespace()) {
      namespaces.insert(namespaces.begin(), llvm::cast<clang::NamespaceDecl>(context)->getNameAsString());
    } else if (context->isRecord()) {
      name = llvm::cast<clang::TagDecl>(context)->getNameAsString() + "::" + name;
    }
  }
  return {namespaces, name};
}

std::string unreachable(const clang::TagDecl& declaration) {
  if (declaration.getDeclName().isEmpty()) return "has no name";
  for (const clang::Decl* at = &declaration; at != nullptr && at->getDeclContext() != nullptr;
       at = llvm::cast<clang::Decl>(at->getDeclContext())) {
    if (at->getAccess() == clang::AS_private || at->getAccess() == clang::AS_protected) return "is not public";
    if (at->getDeclContext()->isFunctionOrMethod()) return "is local to a function";
    if (at->isInAnonymousNamespace()) return "is in an unnamed namespace";
    if (llvm::isa<clang::ClassTemplateSpecializationDecl>(at->getDeclContext())) return "is in a class template";
    if (at->getDeclContext()->isTranslationUnit()) break;
  }
  return {};
}

}  // namespace partita::frontend_cpp
