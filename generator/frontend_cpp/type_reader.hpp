// From C++ types to the types that an attribute can have.
#pragma once

#include "diagnostics/diagnostic.hpp"
#include "frontend_cpp/annotation_reader.hpp"
#include "frontend_cpp/converters.hpp"
#include "frontend_cpp/enumeration_reader.hpp"
#include "frontend_cpp/locator.hpp"
#include "frontend_cpp/sugar.hpp"
#include "model/declared.hpp"

#include <clang/AST/Type.h>

#include <optional>
#include <string>

namespace clang {
class ASTContext;
class CXXRecordDecl;
class ClassTemplateSpecializationDecl;
class EnumDecl;
class DeclaratorDecl;
class Sema;
}  // namespace clang

namespace partita::frontend_cpp {

/// A type of an attribute, with what only a member's own type can be.
struct MemberType {
  model::Type type;
  bool optional = false;
};

/// Reads the structures that attributes use. The type reader meets them, the record reader knows their members.
class StructureReader {
 public:
  virtual ~StructureReader() = default;

  /// Why a structure cannot be part of an attribute; empty if it can.
  virtual std::string refusal(const clang::CXXRecordDecl& record) = 0;

  /// Whether it or one of its bases has a data member.
  virtual bool has_members(const clang::CXXRecordDecl& record) = 0;

  /// Adds it, and what it uses, to the named types of the model, unless it is there.
  virtual void add(const clang::CXXRecordDecl& record) = 0;
};

class TypeReader {
 public:
  TypeReader(clang::Sema& sema, Locator& locator, diagnostics::Sink& sink, model::Declared& declared,
             StructureReader& structures);

  /// The type of a member, or nothing, and reported.
  std::optional<MemberType> read(const MemberAnnotations& annotations, const clang::DeclaratorDecl& member);

 private:
  struct Member {
    const clang::DeclaratorDecl& declaration;
    model::EnumStorage storage;
  };

  std::optional<model::Type> read(const WrittenType& written, const Member& member);
  std::optional<model::Type> read_converted(const WrittenType& written, const clang::CXXRecordDecl& converter,
                                            const Member& member);
  std::optional<model::Type> read_record(const WrittenType& written, const clang::CXXRecordDecl& record,
                                         const Member& member);
  std::optional<model::Type> read_standard(const WrittenType& written, const std::string& name,
                                           const clang::ClassTemplateSpecializationDecl& record, const Member& member);
  std::optional<model::Type> read_time_point(const WrittenType& written,
                                             const clang::ClassTemplateSpecializationDecl& record,
                                             const Member& member);
  std::optional<model::Type> read_enumeration(const WrittenType& written, const clang::EnumDecl& declaration,
                                              const Member& member);
  bool is_own_type(const char* name, clang::QualType type) const;
  std::nullopt_t refuse(const WrittenType& written, const Member& member, const std::string& reason);

  clang::ASTContext& context_;
  Locator& locator_;
  diagnostics::Sink& sink_;
  StructureReader& structures_;
  EnumerationReader enumerations_;
  Converters converters_;
};

}  // namespace partita::frontend_cpp
