// Entities in JSON that describe an existing structure: their members come from its C++ declaration.
#pragma once

#include "diagnostics/diagnostic.hpp"
#include "frontend_cpp/record_reader.hpp"
#include "model/declared.hpp"

#include <set>
#include <string>
#include <vector>

namespace clang {
class ASTContext;
class CXXRecordDecl;
}  // namespace clang

namespace partita::frontend_cpp {

class ExtendedReader {
 public:
  /// `missing_headers` are those of extended types that were not found.
  ExtendedReader(const clang::ASTContext& context, RecordReader& records, Locator& locator,
                 const std::set<std::string>& missing_headers, diagnostics::Sink& sink, model::Declared& declared)
      : context_(context),
        records_(records),
        locator_(locator),
        missing_headers_(missing_headers),
        sink_(sink),
        declared_(declared) {}

  /// Completes the entities with `extends` by the members of their structures. One whose structure is not there, or
  /// can't be an entity, is reported and left out, as is one in which clang found an error.
  void read_all();

 private:
  bool read(model::DeclaredEntity& entity);
  const clang::CXXRecordDecl* find(const std::string& qualified) const;
  void merge(const clang::CXXRecordDecl& record, model::DeclaredEntity& entity);
  void report_unknown(const model::DeclaredAttribute& attribute, const model::DeclaredEntity& entity,
                      const std::vector<ReadMember>& members);

  const clang::ASTContext& context_;
  RecordReader& records_;
  Locator& locator_;
  const std::set<std::string>& missing_headers_;
  diagnostics::Sink& sink_;
  model::Declared& declared_;
};

}  // namespace partita::frontend_cpp
