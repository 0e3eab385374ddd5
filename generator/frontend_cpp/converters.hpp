// Finds the user's specialisations of partita::converter.
#pragma once

#include <clang/AST/Type.h>

namespace clang {
class CXXRecordDecl;
class ClassTemplateDecl;
class Sema;
class TypedefNameDecl;
}  // namespace clang

namespace partita::frontend_cpp {

class Converters {
 public:
  explicit Converters(clang::Sema& sema);

  /// The definition of the converter of a type, written for it or made from a partial specialisation; null if there is
  /// none.
  const clang::CXXRecordDecl* find(clang::QualType type) const;

  /// What it stores; null if it doesn't say.
  static const clang::TypedefNameDecl* stored_type(const clang::CXXRecordDecl& converter);

  /// Whether it has a public static member function of that name.
  static bool has_function(const clang::CXXRecordDecl& converter, const char* name);

 private:
  clang::Sema& sema_;
  clang::ClassTemplateDecl* primary_ = nullptr;
};

}  // namespace partita::frontend_cpp
