// From enumerations of C++ to named types of the model.
#pragma once

#include "diagnostics/diagnostic.hpp"
#include "frontend_cpp/locator.hpp"
#include "model/declared.hpp"

#include <set>
#include <string>

namespace clang {
class DeclaratorDecl;
class EnumDecl;
}  // namespace clang

namespace partita::frontend_cpp {

class EnumerationReader {
 public:
  EnumerationReader(Locator& locator, diagnostics::Sink& sink, model::Declared& declared);

  /// Adds it to the named types of the model, unless it is there. Why it cannot be part of an attribute; empty if it
  /// can.
  std::string add(const clang::EnumDecl& declaration);

  /// Reports enumerators of one value, once an enumeration: `member` stores it by name.
  void require_distinct_values(const clang::EnumDecl& declaration, const clang::DeclaratorDecl& member);

 private:
  Locator& locator_;
  diagnostics::Sink& sink_;
  model::Declared& declared_;
  std::set<const clang::EnumDecl*> stored_by_name_;
};

}  // namespace partita::frontend_cpp
