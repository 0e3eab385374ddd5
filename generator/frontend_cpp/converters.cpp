#include "frontend_cpp/converters.hpp"

#include <clang/AST/ASTContext.h>
#include <clang/AST/DeclCXX.h>
#include <clang/AST/DeclTemplate.h>
#include <clang/Sema/Sema.h>
#include <llvm/ADT/SmallVector.h>
#include <llvm/Support/Casting.h>

#include <algorithm>

namespace partita::frontend_cpp {
namespace {

using llvm::dyn_cast;

template <class Declaration>
Declaration* member(const clang::DeclContext& scope, const char* name) {
  for (clang::NamedDecl* found : scope.lookup(&scope.getParentASTContext().Idents.get(name))) {
    if (auto* declaration = dyn_cast<Declaration>(found)) return declaration;
  }
  return nullptr;
}

}  // namespace

Converters::Converters(clang::Sema& sema) : sema_(sema) {
  const auto* own = member<clang::NamespaceDecl>(*sema.getASTContext().getTranslationUnitDecl(), "partita");
  if (own != nullptr) primary_ = member<clang::ClassTemplateDecl>(*own, "converter");
}

const clang::CXXRecordDecl* Converters::find(clang::QualType type) const {
  if (primary_ == nullptr || type->isDependentType()) return nullptr;
  const clang::TemplateArgument argument(type.getCanonicalType().getUnqualifiedType());
  void* position = nullptr;
  clang::ClassTemplateSpecializationDecl* known = primary_->findSpecialization({argument}, position);
  if (known == nullptr || !known->hasDefinition()) {
    llvm::SmallVector<clang::ClassTemplatePartialSpecializationDecl*, 4> partial;
    primary_->getPartialSpecializations(partial);
    if (partial.empty()) return nullptr;
    const clang::SourceLocation at = primary_->getLocation();
    clang::TemplateArgumentListInfo arguments(at, at);
    arguments.addArgument(sema_.getTrivialTemplateArgumentLoc(argument, clang::QualType(), at));
    const clang::QualType made = sema_.CheckTemplateIdType(clang::TemplateName(primary_), at, arguments);
    if (made.isNull() || !sema_.isCompleteType(at, made)) return nullptr;
    return made->getAsCXXRecordDecl()->getDefinition();
  }
  return known->getDefinition();
}

const clang::TypedefNameDecl* Converters::stored_type(const clang::CXXRecordDecl& converter) {
  const auto* alias = member<clang::TypedefNameDecl>(converter, "stored_type");
  return alias != nullptr && alias->getAccess() == clang::AS_public ? alias : nullptr;
}

bool Converters::has_function(const clang::CXXRecordDecl& converter, const char* name) {
  const auto found = converter.lookup(&converter.getASTContext().Idents.get(name));
  return std::any_of(found.begin(), found.end(), [](clang::NamedDecl* declaration) {
    const auto* function = dyn_cast_or_null<clang::CXXMethodDecl>(declaration->getAsFunction());
    return function != nullptr && function->isStatic() && function->getAccess() == clang::AS_public;
  });
}

}  // namespace partita::frontend_cpp
