// Reads views, `using partita_view = partita::view<Contact>`, and item collections, `using partita_collection =
// partita::collection`.
#pragma once

#include "diagnostics/diagnostic.hpp"
#include "frontend_cpp/locator.hpp"
#include "frontend_cpp/record_reader.hpp"
#include "model/declared.hpp"

#include <cstddef>
#include <optional>
#include <string>

namespace clang {
class CXXRecordDecl;
class FieldDecl;
class TypedefNameDecl;
}  // namespace clang

namespace partita::frontend_cpp {

class ViewReader {
 public:
  ViewReader(Locator& locator, diagnostics::Sink& sink, model::Declared& declared, RecordReader& records)
      : locator_(locator), sink_(sink), declared_(declared), records_(records) {}

  /// Add to the model what the alias makes of the struct.
  void read_view(const clang::CXXRecordDecl& record, const clang::TypedefNameDecl& alias, std::size_t input);
  void read_collection(const clang::CXXRecordDecl& record, const clang::TypedefNameDecl& alias, std::size_t input);

 private:
  /// Nothing, and reported, if the alias does not name `partita::<name>`, or the struct cannot be made and filled.
  std::optional<TemplateUse> use(const clang::CXXRecordDecl& record, const clang::TypedefNameDecl& alias,
                                 const std::string& name, const std::string& spelling);
  /// The entity that a type names, qualified; empty, and reported, if it names none.
  std::string entity(const WrittenType& type, const std::string& user);
  std::optional<model::DeclaredCollection::Part> part(const clang::FieldDecl& field, const std::string& collection);

  Locator& locator_;
  diagnostics::Sink& sink_;
  model::Declared& declared_;
  RecordReader& records_;
};

}  // namespace partita::frontend_cpp
