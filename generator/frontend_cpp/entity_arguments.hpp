// Reads `using partita_entity = partita::entity<"table", ...>`: all that is said about an entity outside its members.
#pragma once

#include "diagnostics/diagnostic.hpp"
#include "frontend_cpp/argument_text.hpp"
#include "frontend_cpp/locator.hpp"
#include "frontend_cpp/sugar.hpp"
#include "model/declared.hpp"

#include <set>
#include <string>
#include <vector>

namespace clang {
class TypedefNameDecl;
}  // namespace clang

namespace partita::frontend_cpp {

class EntityArguments {
 public:
  EntityArguments(Locator& locator, diagnostics::Sink& sink, model::DeclaredEntity& entity,
                  std::vector<model::Suppression>& suppressions)
      : locator_(locator), sink_(sink), texts_(locator, sink), entity_(entity), suppressions_(suppressions) {}

  /// False, and reported, if the alias names no entity. `scope` is the text of the struct. Composed keys become
  /// attributes; that of a discriminator comes behind all others, in `add_discriminator`.
  bool read(const clang::TypedefNameDecl& alias, const source::Span& scope);

  void add_discriminator();

 private:
  void read_argument(const TemplateUse& use, const source::Span& scope);
  void read_single(const TemplateUse& use);
  void read_composed(const TemplateUse& use);
  void read_write_shards(const TemplateUse& use);

  Locator& locator_;
  diagnostics::Sink& sink_;
  ArgumentText texts_;
  model::DeclaredEntity& entity_;
  std::vector<model::Suppression>& suppressions_;
  std::set<std::string> seen_;
};

}  // namespace partita::frontend_cpp
