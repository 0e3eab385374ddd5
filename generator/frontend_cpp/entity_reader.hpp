// Finds the entities of a translation unit and reads them into the model.
#pragma once

#include "diagnostics/diagnostic.hpp"
#include "frontend_cpp/locator.hpp"
#include "frontend_cpp/record_reader.hpp"
#include "frontend_cpp/view_reader.hpp"
#include "model/declared.hpp"

#include <clang/Basic/SourceLocation.h>

#include <cstddef>
#include <set>
#include <vector>

namespace clang {
class CXXRecordDecl;
class DeclContext;
class Sema;
class TypedefNameDecl;
}  // namespace clang

namespace partita::frontend_cpp {

class EntityReader {
 public:
  /// `errors` is where clang found errors.
  EntityReader(clang::Sema& sema, Locator& locator, const std::vector<clang::SourceLocation>& errors,
               diagnostics::Sink& sink, model::Declared& declared);

  /// Appends the entities, views and item collections that are declared in the scopes and within them, in the text of
  /// an input. Entities in which clang found an error are left out, and all of them if one is elsewhere: it can change
  /// what any of them means.
  void read_all(const std::vector<const clang::DeclContext*>& scopes);

  /// What reads the members of structures, each structure once.
  RecordReader& records() { return records_; }

  /// The inputs in which an entity, view or item collection was found, including those that were refused.
  const std::set<std::size_t>& inputs_with_entities() const { return inputs_; }

 private:
  /// A struct with an alias that makes something of it, and what reads it.
  struct Found {
    void (EntityReader::*read)(const Found&) = nullptr;
    const clang::CXXRecordDecl* record = nullptr;
    const clang::TypedefNameDecl* alias = nullptr;
    std::size_t input = 0;
    bool has_error = false;
  };

  void find(const clang::DeclContext& scope);
  bool attribute_errors();
  void set_tenant(model::DeclaredEntity& entity, const ReadMember& read);
  void read_entity(const Found& found);
  void read_view(const Found& found);
  void read_collection(const Found& found);

  Locator& locator_;
  const std::vector<clang::SourceLocation>& errors_;
  diagnostics::Sink& sink_;
  model::Declared& declared_;
  RecordReader records_;
  ViewReader views_;
  std::vector<Found> found_;
  std::set<std::size_t> inputs_;
};

}  // namespace partita::frontend_cpp
