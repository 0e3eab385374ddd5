// How types are spelled inside the namespace that generated code stands in.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace partita::plan {

/// A namespace of the user's, and the names that generated classes declare inside it. A type is spelled without its
/// namespace where that namespace is this one, unless one of those names would be found instead. In the global
/// namespace it then begins with `::`.
class Scope {
 public:
  explicit Scope(const std::vector<std::string>& namespaces);

  void hide(std::string name) { hidden_.insert(std::move(name)); }

  /// `std::vector<crm::Task>` gives `std::vector<Task>`.
  std::string spell(std::string_view type) const;

  /// `crm`, or `acme::crm`; empty for the global namespace.
  const std::string& name() const { return name_; }

 private:
  std::string name_;
  std::set<std::string, std::less<>> hidden_;
};

}  // namespace partita::plan
