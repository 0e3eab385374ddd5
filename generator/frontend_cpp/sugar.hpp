// Types as they are written. The annotations are aliases, so they exist only in clang's sugar: which alias a type was
// spelled with, with which arguments, and where.
#pragma once

#include <clang/AST/TemplateBase.h>
#include <clang/AST/Type.h>
#include <clang/AST/TypeLoc.h>
#include <clang/Basic/SourceLocation.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace clang {
class StringLiteral;
class TypeSourceInfo;
}  // namespace clang

namespace partita::frontend_cpp {

/// A type with its spelling. `spelling` is null where the type was never written as such, but came out of an alias
/// template of the user's own; `where` is then the nearest text that was written.
struct WrittenType {
  clang::QualType type;
  clang::TypeLoc spelling;
  clang::SourceRange where;

  static WrittenType of(const clang::TypeSourceInfo& info);
};

/// A template of namespace partita with its arguments, or a struct of it, as a type was spelled.
struct TemplateUse {
  std::string name;                ///< without the namespace: `partition_key`, `tenant`
  clang::SourceRange where;        ///< `partita::partition_key<...>`
  clang::SourceRange name_range;   ///< `partita::partition_key`
  clang::QualType type;            ///< the whole type
  clang::SourceLocation close;     ///< the last '>', if it is written here
  std::vector<WrittenType> types;  ///< the arguments that are types, in order

  /// How many arguments a class template has, those of a pack one by one. The functions below count them like that.
  unsigned arguments() const;

  /// Argument `index` of a class template, which is a string literal.
  std::string text(unsigned index) const;

  /// Argument `index` of a class template, which is a number.
  std::uint64_t number(unsigned index) const;

  /// Where that argument is written, if it is written here.
  const clang::StringLiteral* literal(unsigned index) const;

  clang::TypeLoc spelling;  ///< null as in WrittenType
};

/// Looks through whatever only renames: `using` declarations, aliases of the user's own and their template parameters.
/// Stops at the first template of namespace partita, and at decltype, auto, pointers and everything else that is a type
/// of its own.
WrittenType peel(WrittenType written);

/// The template or struct of namespace partita that a type is spelled with, after peeling.
std::optional<TemplateUse> partita_template(const WrittenType& written);

/// The type arguments of the user's own alias templates that a type is spelled with. Substituted, they have no sugar.
std::vector<WrittenType> alias_arguments(const WrittenType& written);

/// What a type is composed from, after peeling: the type arguments of a class template, or what a pointer or reference
/// refers to.
std::vector<WrittenType> components(const WrittenType& written);

}  // namespace partita::frontend_cpp
