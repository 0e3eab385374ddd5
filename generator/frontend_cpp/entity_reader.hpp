// Finds the entities of a translation unit and reads them into the model.
#pragma once

#include "diagnostics/diagnostic.hpp"
#include "frontend_cpp/locator.hpp"
#include "frontend_cpp/record_reader.hpp"
#include "model/declared.hpp"

#include <cstddef>
#include <set>

namespace clang {
class CXXRecordDecl;
class DeclContext;
class Sema;
class TypedefNameDecl;
}  // namespace clang

namespace partita::frontend_cpp {

class EntityReader {
 public:
  EntityReader(clang::Sema& sema, Locator& locator, diagnostics::Sink& sink, model::Declared& declared);

  /// Appends the entities that are declared in a scope and within it, in the text of an input.
  void read_all(const clang::DeclContext& scope);

  /// The inputs in which an entity was found, including those that were refused.
  const std::set<std::size_t>& inputs_with_entities() const { return inputs_; }

 private:
  void read(const clang::CXXRecordDecl& record, const clang::TypedefNameDecl& alias, std::size_t input);

  Locator& locator_;
  diagnostics::Sink& sink_;
  model::Declared& declared_;
  RecordReader records_;
  std::set<std::size_t> inputs_;
};

}  // namespace partita::frontend_cpp
