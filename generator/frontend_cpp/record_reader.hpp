// From the data members of a class to the members of an entity or of a nested structure.
#pragma once

#include "diagnostics/diagnostic.hpp"
#include "frontend_cpp/annotation_reader.hpp"
#include "frontend_cpp/locator.hpp"
#include "frontend_cpp/type_reader.hpp"
#include "model/declared.hpp"

#include <llvm/ADT/StringRef.h>

#include <set>
#include <string>
#include <vector>

namespace clang {
class ASTContext;
class CXXRecordDecl;
class FieldDecl;
class Sema;
class TypedefNameDecl;
}  // namespace clang

namespace partita::frontend_cpp {

/// A data member with what its annotations say.
struct ReadMember {
  model::Member member;
  MemberAnnotations annotations;
};

class RecordReader final : public StructureReader {
 public:
  /// `errors` is where clang found errors.
  RecordReader(clang::Sema& sema, Locator& locator, const std::vector<clang::SourceLocation>& errors,
               diagnostics::Sink& sink, model::Declared& declared);

  /// The members of the public bases, then the class's own, in order, without those that are ignored. One whose type or
  /// kind is refused is reported and kept as a string without roles, so that nothing that names it is reported as well.
  std::vector<ReadMember> members(const clang::CXXRecordDecl& record);

  /// The alias that makes a class an entity. An inherited one does not count.
  static const clang::TypedefNameDecl* entity_alias(const clang::CXXRecordDecl& record);

  /// The alias of that name which the class itself declares.
  static const clang::TypedefNameDecl* own_alias(const clang::CXXRecordDecl& record, llvm::StringRef name);

  /// Whether clang rejected part of the class or of its bases. What it could not even parse is no declaration, but an
  /// error inside of the class.
  bool rejected(const clang::CXXRecordDecl& record);

  /// Why generated code cannot make and fill objects of a class; empty if it can.
  std::string refusal(const clang::CXXRecordDecl& record) override;

  /// True for one that clang rejected, too: nobody knows what it has lost.
  bool has_members(const clang::CXXRecordDecl& record) override;

  void add(const clang::CXXRecordDecl& record) override;

  /// Reports a member that generated code cannot read and set.
  bool refuse_member(const clang::FieldDecl& field);

  AnnotationReader& annotations() { return annotations_; }

 private:
  ReadMember member(const clang::FieldDecl& field, MemberAnnotations annotations);
  void append_members(const clang::CXXRecordDecl& record, std::vector<ReadMember>& members);

  clang::Sema& sema_;
  Locator& locator_;
  const std::vector<clang::SourceLocation>& errors_;
  diagnostics::Sink& sink_;
  model::Declared& declared_;
  AnnotationReader annotations_;
  TypeReader types_;
  std::set<const clang::CXXRecordDecl*> structures_;
  std::set<const clang::Decl*> refused_;
};

}  // namespace partita::frontend_cpp
