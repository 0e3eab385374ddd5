#include "model/qualified_name.hpp"
#include "plan/method_names.hpp"
#include "plan/names.hpp"
#include "sema/rules/rules.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace partita::sema {
namespace {

using diagnostics::Id;

struct Owner {
  source::Span span;
  std::string what;                 // "entity 'Contact'"
  std::string_view generated = {};  // "a class": made for that; empty: itself
};

class ClassNames {
 public:
  explicit ClassNames(diagnostics::Sink& sink) : sink_(sink) {}

  void add(const std::string& name, Owner owner) {
    const auto [other, added] = owners_.try_emplace(name, owner);
    if (added) return;
    const Owner& first = other->second;
    // A structure can be an entity and the type of another one's attribute.
    if (first.span == owner.span) return;
    // Entities of one name clash in every generated class too; the first clash says it all.
    if (!first.generated.empty() && !owner.generated.empty() && first.what == owner.what) return;
    const bool both_written = first.generated.empty() && owner.generated.empty();
    std::string message = "'" + name + "' is " + described(first) + " and " + described(owner) + "; rename one of them";
    auto& report =
        sink_.report(both_written ? Id::duplicate_entity : Id::name_collision, owner.span, std::move(message));
    report.notes.push_back({first.span, "the other one is here", std::nullopt});
  }

 private:
  static std::string described(const Owner& owner) {
    return owner.generated.empty() ? owner.what : std::string(owner.generated) + " generated for " + owner.what;
  }

  diagnostics::Sink& sink_;
  std::map<std::string, Owner> owners_;
};

// What the header declares itself: in the way of a generated class, or of a namespace that generated code uses.
void check_neighbours(const model::DeclaredEntity& entity, ClassNames& names, diagnostics::Sink& sink) {
  for (const model::Name& neighbour : entity.neighbours) {
    const std::string name(model::unqualified_name(neighbour.text));
    if (std::find(plan::used_namespaces.begin(), plan::used_namespaces.end(), name) == plan::used_namespaces.end()) {
      names.add(neighbour.text, {neighbour.span, "declared by the header"});
      continue;
    }
    auto& report =
        sink.report(Id::name_collision, entity.span,
                    "'" + neighbour.text + "' hides namespace '::" + name + "' from the code generated for entity '" +
                        entity.cpp_name + "'; rename it, or move the entity to another namespace");
    report.notes.push_back({neighbour.span, "'" + neighbour.text + "' is declared here", std::nullopt});
  }
}

}  // namespace

void check_class_names(const model::Declared& declared, diagnostics::Sink& sink) {
  ClassNames names(sink);
  std::set<std::string> extended;
  for (const model::DeclaredEntity& entity : declared.entities) {
    if (entity.extends) extended.insert(model::qualified_name(entity.namespaces, entity.cpp_name));
  }
  for (const model::NamedType& type : declared.types) {
    if (!type.generated && extended.contains(type.qualified)) continue;  // the very structure
    names.add(type.qualified, {type.span, "type '" + type.cpp_name + "'"});
  }
  for (const model::DeclaredEntity& entity : declared.entities) {
    names.add(model::qualified_name(entity.namespaces, entity.cpp_name),
              {entity.span, "entity '" + entity.cpp_name + "'"});
  }
  for (const model::DeclaredView& view : declared.views) {
    names.add(model::qualified_name(view.namespaces, view.cpp_name), {view.span, "view '" + view.cpp_name + "'"});
  }
  for (const model::DeclaredCollection& collection : declared.collections) {
    names.add(model::qualified_name(collection.namespaces, collection.cpp_name),
              {collection.span, "collection '" + collection.cpp_name + "'"});
  }
  for (const model::DeclaredEntity& entity : declared.entities) check_neighbours(entity, names, sink);
  for (const model::DeclaredEntity& entity : declared.entities) {
    for (const std::string& name : plan::generated_names(plan::entity_stem(entity.cpp_name))) {
      names.add(model::qualified_name(entity.namespaces, name),
                {entity.span, "entity '" + entity.cpp_name + "'", "a class"});
    }
    names.add(model::qualified_name(entity.namespaces, plan::detail_namespace(plan::entity_stem(entity.cpp_name))),
              {entity.span, "entity '" + entity.cpp_name + "'", "a namespace"});
    for (const model::DeclaredIndex& index : entity.indexes) {
      if (index.projection.kind == model::Projection::Kind::all) continue;
      const std::string method = plan::index_method(index.name.text, index.method);
      const std::string name =
          plan::narrow_item_name(plan::entity_stem(entity.cpp_name), plan::index_class_name(method, entity.cpp_name));
      names.add(model::qualified_name(entity.namespaces, name),
                {index.name.span, "index '" + index.name.text + "' of entity '" + entity.cpp_name + "'", "a class"});
    }
  }
  for (const model::DeclaredCollection& collection : declared.collections) {
    names.add(model::qualified_name(collection.namespaces, plan::collection_reader_name(collection.cpp_name)),
              {collection.span, "collection '" + collection.cpp_name + "'", "a class"});
  }
}

}  // namespace partita::sema
