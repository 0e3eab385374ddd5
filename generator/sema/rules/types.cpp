#include "plan/names.hpp"
#include "sema/rules/rules.hpp"
#include "sema/rules/stored_names.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace partita::sema {
namespace {

using diagnostics::Id;
using model::TypeKind;

void check_enumeration(const model::NamedType& type, diagnostics::Sink& sink) {
  std::map<std::string, const model::Enumerator*> by_name;
  std::map<std::string, const model::Enumerator*> by_identifier;
  for (const model::Enumerator& enumerator : type.enumerators) {
    const std::string& name = enumerator.name.text;
    const auto report = [&](Id id, const std::string& message, const model::Enumerator& other) {
      sink.report(id, enumerator.name.span, message)
          .notes.push_back({other.name.span, "the first one is here", std::nullopt});
    };
    if (name.empty()) {
      sink.report(Id::invalid_attribute_name, enumerator.name.span,
                  "an enumerator of '" + type.cpp_name + "' has an empty name; give it one");
      continue;
    }
    const std::string identifier = plan::cpp_identifier(name);
    if (const auto [other, added] = by_name.try_emplace(name, &enumerator); !added) {
      report(Id::duplicate_enumerator, "'" + type.cpp_name + "' has two enumerators named '" + name + "'; remove one",
             *other->second);
    } else if (const auto [same, unique] = by_identifier.try_emplace(identifier, &enumerator); !unique) {
      report(Id::name_collision,
             "enumerators '" + same->second->name.text + "' and '" + name + "' of '" + type.cpp_name +
                 "' both become '" + identifier + "' in C++; rename one of them",
             *same->second);
    }
  }
}

void check_structure(const model::NamedType& type, diagnostics::Sink& sink) {
  std::map<std::string_view, const model::Member*> by_name;
  std::map<std::string_view, const model::Member*> by_field;
  for (const model::Member& member : type.members) {
    check_attribute_name(member.name, type.cpp_name, sink);
    if (const auto [other, added] = by_name.try_emplace(member.name.text, &member); !added) {
      sink.report(Id::duplicate_attribute, member.name.span,
                  "'" + type.cpp_name + "' stores two members as '" + member.name.text +
                      "'; give one of them another name with partita::rename<\"...\">")
          .notes.push_back({other->second->name.span, "the first one is here", std::nullopt});
    } else if (const auto [same, unique] = by_field.try_emplace(member.field, &member); !unique) {
      sink.report(Id::name_collision, member.name.span,
                  "fields '" + same->second->name.text + "' and '" + member.name.text + "' of '" + type.cpp_name +
                      "' both become '" + member.field + "' in C++; give one of them another name with \"field\"")
          .notes.push_back({same->second->name.span, "the first one is here", std::nullopt});
    }
  }
}

// Which structures a structure needs the definition of. std::vector and std::map hold their elements elsewhere, so a
// structure may contain lists and maps of itself; of another structure they need the definition to come first.
class Recursion {
 public:
  Recursion(const model::Declared& declared, diagnostics::Sink& sink) : declared_(declared), sink_(sink) {}

  void check() {
    for (const model::NamedType& type : declared_.types) {
      if (type.kind == TypeKind::structure && type.generated) visit(type);
    }
  }

 private:
  const model::NamedType* find(const std::string& qualified) const {
    const auto found = std::find_if(declared_.types.begin(), declared_.types.end(),
                                    [&](const auto& type) { return type.qualified == qualified; });
    return found == declared_.types.end() ? nullptr : &*found;
  }

  void visit(const model::NamedType& type) {
    if (!visited_.insert(type.qualified).second) return;
    path_.push_back(&type);
    for (const model::Member& member : type.members) visit_member(type, member);
    path_.pop_back();
  }

  void visit_member(const model::NamedType& owner, const model::Member& member) {
    const model::Type* type = &member.type;
    bool held_elsewhere = false;
    while (!type->element.empty()) {
      held_elsewhere |= type->kind == TypeKind::list || type->kind == TypeKind::map;
      type = &type->element.front();
    }
    if (type->kind != TypeKind::structure || type->named.empty()) return;
    const model::NamedType* used = find(type->named);
    if (used == nullptr) return;
    const auto start = std::find(path_.begin(), path_.end(), used);
    if (start == path_.end()) {
      visit(*used);
    } else if (used != &owner || !held_elsewhere) {
      report(owner, member, *used, static_cast<std::size_t>(path_.end() - start));
    }
  }

  void report(const model::NamedType& owner, const model::Member& member, const model::NamedType& used,
              std::size_t length) {
    std::string message = "structure '" + used.cpp_name + "' contains itself";
    if (length > 1) message += " by way of '" + owner.cpp_name + "'";
    message += length > 1 ? "; leave out one of the fields" : "; hold it in a list: 'list<" + used.cpp_name + ">'";
    auto& diagnostic = sink_.report(Id::recursive_type, member.type_span, std::move(message));
    diagnostic.notes.push_back({used.span, "'" + used.cpp_name + "' is declared here", std::nullopt});
  }

  const model::Declared& declared_;
  diagnostics::Sink& sink_;
  std::set<std::string_view> visited_;
  std::vector<const model::NamedType*> path_;
};

}  // namespace

void check_types(const model::Declared& declared, diagnostics::Sink& sink) {
  for (const model::NamedType& type : declared.types) {
    if (type.kind == TypeKind::enumeration) {
      check_enumeration(type, sink);
    } else {
      check_structure(type, sink);
    }
  }
  Recursion(declared, sink).check();
}

}  // namespace partita::sema
