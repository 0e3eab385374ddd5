// Reads the annotations of a data member, and of an entity, from the spelling of its type.
#pragma once

#include "diagnostics/diagnostic.hpp"
#include "frontend_cpp/locator.hpp"
#include "frontend_cpp/sugar.hpp"
#include "model/declared.hpp"

#include <optional>
#include <string>
#include <vector>

namespace clang {
class DeclaratorDecl;
class FieldDecl;
class VarDecl;
class TypedefNameDecl;
}  // namespace clang

namespace partita::frontend_cpp {

/// A role in an index: `gsi_sort<"by_role">`.
struct IndexRole {
  model::KeyRole role = model::KeyRole::gsi_partition;
  model::Name index;
  source::Span span;
};

/// What the annotations of one member say.
struct MemberAnnotations {
  std::string annotation;  ///< the outermost one, `partition_key`; empty: none
  source::Span span;       ///< of its name
  std::vector<IndexRole> roles;
  std::optional<model::Name> stored_name;
  std::optional<model::EnumStorage> storage;
  WrittenType value;  ///< the type that the annotation is an alias of

  bool any() const { return !annotation.empty(); }
};

class AnnotationReader {
 public:
  AnnotationReader(Locator& locator, diagnostics::Sink& sink) : locator_(locator), sink_(sink) {}

  /// Reports annotations that contradict each other, or that have no effect where they stand.
  MemberAnnotations read(const clang::FieldDecl& field);

  /// Table and access patterns of `using partita_entity = ...`. False, and reported, if the alias names no entity.
  bool read(const clang::TypedefNameDecl& alias, model::DeclaredEntity& entity);

  /// Reports annotations on a static member.
  void refuse_annotations(const clang::VarDecl& member);

 private:
  void read_arguments(const TemplateUse& use, MemberAnnotations& annotations, const clang::FieldDecl& field);
  void refuse_inside(const WrittenType& written, const std::string& what, const clang::DeclaratorDecl& member);
  model::Name name(const TemplateUse& use, unsigned index);
  /// Nothing, and reported, if its text is malformed.
  std::optional<model::DeclaredPattern> pattern(const TemplateUse& use);
  model::Name pattern_name(const TemplateUse& use, const std::string& text, std::size_t begin, std::size_t end);

  Locator& locator_;
  diagnostics::Sink& sink_;
};

}  // namespace partita::frontend_cpp
