// Reads the annotations of a data member from the spelling of its type.
#pragma once

#include "diagnostics/diagnostic.hpp"
#include "frontend_cpp/argument_text.hpp"
#include "frontend_cpp/index_reader.hpp"
#include "frontend_cpp/locator.hpp"
#include "frontend_cpp/sugar.hpp"
#include "model/declared.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace clang {
class DeclaratorDecl;
class FieldDecl;
class VarDecl;
}  // namespace clang

namespace partita::frontend_cpp {

/// What the annotations of one member say.
struct MemberAnnotations {
  std::string annotation;  ///< the outermost one, `partition_key`; empty: none
  source::Span span;       ///< of its name
  std::vector<IndexRole> roles;
  std::optional<model::Name> stored_name;
  std::optional<model::EnumStorage> storage;
  std::optional<source::Span> tenant;     ///< the annotation that says so
  std::optional<source::Span> sensitive;  ///< the same
  std::optional<model::DeclaredLookup> lookup;
  std::optional<model::DeclaredUnique> unique;
  std::vector<model::Suppression> suppressions;
  source::Span written;                                         ///< as in DeclaredAttribute
  bool annotated = false;                                       ///< as in DeclaredAttribute
  std::optional<std::pair<std::string, source::Span>> of_item;  ///< the first thing that only attributes of an item can
                                                                ///< have, and where it stands
  WrittenType value;                                            ///< the type that the annotation is an alias of

  bool ignored() const { return annotation == "ignored"; }
};

class AnnotationReader {
 public:
  AnnotationReader(Locator& locator, diagnostics::Sink& sink) : locator_(locator), sink_(sink), texts_(locator, sink) {}

  /// Reports annotations that contradict each other, or that have no effect where they stand.
  MemberAnnotations read(const clang::FieldDecl& field);

  /// Reports annotations on a static member.
  void refuse_annotations(const clang::VarDecl& member);

 private:
  void read_arguments(const TemplateUse& use, MemberAnnotations& annotations, const clang::FieldDecl& field);
  void refuse_inside(const WrittenType& written, const std::string& what, const clang::DeclaratorDecl& member);
  void refuse_in(const std::vector<WrittenType>& parts, const std::string& what, const clang::DeclaratorDecl& member);
  void read_option(const TemplateUse& use, MemberAnnotations& annotations);
  void read_place(const std::optional<TemplateUse>& use, MemberAnnotations& annotations);

  Locator& locator_;
  diagnostics::Sink& sink_;
  ArgumentText texts_;
};

}  // namespace partita::frontend_cpp
