#include "emit/emit_cpp.hpp"

#include "emit/cpp_collections.hpp"
#include "emit/cpp_values.hpp"
#include "plan/entity_plan.hpp"
#include "plan/includes.hpp"
#include "plan/scope.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace partita::emit {
namespace {

using model::Collection;
using model::Entity;
using plan::EntityPlan;
using render::Value;

using Text = tl::expected<std::string, std::string>;

/// What stands in one namespace of a generated file.
template <class T>
struct Section {
  std::vector<std::string> namespaces;
  std::vector<T> parts;
};

template <class T>
std::vector<T>& section_of(std::vector<Section<T>>& sections, const std::vector<std::string>& namespaces) {
  const auto known = std::find_if(sections.begin(), sections.end(),
                                  [&](const Section<T>& section) { return section.namespaces == namespaces; });
  if (known != sections.end()) return known->parts;
  return sections.emplace_back(Section<T>{namespaces, {}}).parts;
}

template <class T, class ToValue>
Value::List section_values(const std::vector<Section<T>>& sections, render::Name member, ToValue to_value) {
  Value::List list;
  for (const Section<T>& section : sections) {
    Value::List parts;
    for (const T& part : section.parts) parts.push_back(to_value(part));
    Value value;
    value.set(member, render::with_places(std::move(parts)));
    const std::string name = plan::Scope(section.namespaces).name();
    value.set("namespace", name.empty() ? Value::List{} : Value::List{name});
    list.push_back(std::move(value));
  }
  return render::with_places(std::move(list));
}

/// `crm/contact.hpp` gives `crm/contact`.
std::string stem_of(const std::string& include) {
  return include.substr(0, include.rfind('.'));
}

bool declares_types(const model::Input& input) {
  return input.notation == model::Notation::json;
}
std::string types_path(const model::Input& input) {
  return stem_of(input.include) + ".types.partita.hpp";
}
std::string header_path(const model::Input& input) {
  return stem_of(input.include) + ".partita.hpp";
}
std::string source_path(const model::Input& input) {
  return stem_of(input.include) + ".partita.cpp";
}

/// What an input declares: one of the two.
struct Part {
  std::optional<EntityPlan> entity;
  const Collection* collection = nullptr;
};

/// Emits the files of one input.
class InputEmitter {
 public:
  InputEmitter(const model::Schema& schema, std::size_t input, const render::Templates& templates,
               const CppOptions& options)
      : schema_(schema), index_(input), input_(schema.inputs[input]), templates_(templates), options_(options) {
    for (const Entity& entity : schema.entities) {
      if (entity.input == input) entities_.push_back(&entity);
    }
    for (const Entity* entity : entities_) {
      EntityPlan plan = plan::plan_entity(schema, *entity);
      uses_chrono_ = uses_chrono_ || plan.uses_chrono;
      caches_ = caches_ || plan.cached_seconds > 0;
      composes_keys_ =
          composes_keys_ || std::any_of(entity->attributes.begin(), entity->attributes.end(),
                                        [](const auto& attribute) { return attribute.composed.has_value(); });
      section_of(sections_, entity->namespaces).push_back({std::move(plan)});
    }
    for (const Collection& collection : schema.collections) {
      if (collection.input != input) continue;
      collections_.push_back(&collection);
      section_of(sections_, collection.namespaces).push_back({std::nullopt, &collection});
    }
  }

  Text types() const {
    std::vector<Section<Value>> sections;
    for (const model::NamedType& type : schema_.types) {
      if (!type.generated || type.input != index_) continue;
      section_of(sections, type.namespaces)
          .push_back(type.kind == model::TypeKind::structure ? structure_value(type.cpp_name, type.members)
                                                             : enumeration_value(type));
    }
    for (const Entity* entity : entities_) {
      if (!entity->generate_struct) continue;
      std::vector<model::Member> members;
      members.reserve(entity->attributes.size());
      for (const model::Attribute& attribute : entity->attributes) {
        if (!attribute.composed) members.push_back(attribute.member);
      }
      section_of(sections, entity->namespaces).push_back(structure_value(entity->cpp_name, members));
    }
    for (const Entity* entity : entities_) {
      for (const model::View& view : entity->views) {
        if (!view.generate_struct) continue;
        std::vector<model::Member> members;
        members.reserve(view.attributes.size());
        for (const model::AttributeRef i : view.attributes) members.push_back(entity->attributes[i].member);
        section_of(sections, view.namespaces).push_back(structure_value(view.cpp_name, members));
      }
    }
    // Two schemas may hold entities of one another: a file includes others when its own entities are declared.
    std::vector<Section<Value>> behind;
    std::vector<std::string> others;
    for (const Collection* collection : collections_) {
      if (!collection->generate_struct) continue;
      const std::vector<const model::Input*> inputs = other_inputs(*collection);
      section_of(inputs.empty() ? sections : behind, collection->namespaces)
          .push_back(collection_structure_value(schema_, *collection));
      for (const model::Input* other : inputs) {
        add_once(others, declares_types(*other) ? types_path(*other) : other->include);
      }
    }
    std::vector<std::string> quoted = input_.includes;
    if (sections.empty()) {
      sections = std::move(behind);
      quoted.insert(quoted.end(), others.begin(), others.end());
      behind.clear();
    }
    std::sort(others.begin(), others.end());
    const auto same = [](const Value& part) { return part; };
    Value value;
    value.set("sections", section_values(sections, "definitions", same));
    value.set("behind", Value::List{});
    if (!behind.empty()) {
      Value more;
      more.set("includes", Value::List(others.begin(), others.end()));
      more.set("sections", section_values(behind, "definitions", same));
      value.set("behind", render::one(std::move(more)));
    }
    return render("types.hpp", std::move(value), quoted, {});
  }

  Text header() const {
    std::vector<std::string> quoted{declares_types(input_) ? types_path(input_) : input_.include};
    for (const Entity* entity : entities_) {
      for (const model::View& view : entity->views) {
        if (view.input != index_) add_once(quoted, schema_.inputs[view.input].include);
      }
    }
    if (!options_.export_header.empty()) quoted.push_back(options_.export_header);
    Value value;
    value.set("sections", section_values(sections_, "parts", [&](const Part& part) {
                Value shown{{"entity", Value::List{}}, {"collection", Value::List{}}};
                if (part.entity) {
                  shown.set("entity", render::one(header_value(*part.entity, options_.export_macro)));
                } else {
                  shown.set("collection",
                            render::one(collection_header_value(schema_, *part.collection, options_.export_macro)));
                }
                return shown;
              }));
    return render("header.hpp", std::move(value), quoted, {"partita/repository.hpp"});
  }

  Text source() const {
    std::set<std::string> headers;
    if (!entities_.empty())
      headers = {"partita/call.hpp",  "partita/item_write.hpp", "partita/stream.hpp",
                 "partita/table.hpp", "partita/upsert.hpp",     "partita/wire/codec.hpp"};
    if (uses_chrono_) headers.insert("partita/wire/chrono.hpp");
    if (caches_) headers.insert({"partita/cached_batch.hpp", "partita/cached_call.hpp"});
    if (composes_keys_) headers.insert("partita/wire/composed.hpp");
    std::vector<std::string> quoted{header_path(input_)};
    for (const Collection* collection : collections_) {
      for (const model::Input* other : other_inputs(*collection)) add_once(quoted, header_path(*other));
    }
    Value value;
    value.set("sections", section_values(sections_, "parts", [&](const Part& part) {
                // Lists of one: each template has the names of its part to itself.
                Value shown{{"codec", Value::List{}}, {"implementation", Value::List{}}, {"collection", Value::List{}}};
                if (part.entity) {
                  shown.set("codec", render::one(codec_value(*part.entity)));
                  shown.set("implementation", render::one(repository_value(*part.entity)));
                } else {
                  shown.set("collection", render::one(collection_source_value(schema_, *part.collection)));
                }
                return shown;
              }));
    return render("source.cpp", std::move(value), quoted, std::move(headers));
  }

 private:
  static void add_once(std::vector<std::string>& headers, const std::string& header) {
    if (std::find(headers.begin(), headers.end(), header) == headers.end()) headers.push_back(header);
  }

  /// Those that declare entities of the collection.
  std::vector<const model::Input*> other_inputs(const Collection& collection) const {
    std::vector<const model::Input*> inputs;
    for (const Collection::Part& part : collection.parts) {
      const std::size_t input = schema_.entities[part.entity].input;
      if (input != index_) inputs.push_back(&schema_.inputs[input]);
    }
    return inputs;
  }

  /// Which headers a text needs is known once it is there: a mark holds their place until then.
  Text render(std::string_view name, Value value, const std::vector<std::string>& quoted,
              std::set<std::string> headers) const {
    static constexpr std::string_view mark = "\x01includes\x01";
    value.set("source", input_.include);
    value.set("includes", Value::List{std::string(mark)});
    Text text = templates_.render(name, value);
    if (!text) return text;
    plan::add_includes_of(*text, headers);
    const std::string includes = plan::include_text(quoted, headers);
    if (includes.empty()) {
      value.set("includes", Value::List{});
      text = templates_.render(name, value);
    } else if (const std::size_t place = text->find(mark); place != std::string::npos) {
      text->replace(place, mark.size(), includes);
    }
    if (text) text->erase(text->find_last_not_of('\n') + 2);
    return text;
  }

  const model::Schema& schema_;
  std::size_t index_;
  const model::Input& input_;
  const render::Templates& templates_;
  const CppOptions& options_;
  std::vector<const Entity*> entities_;
  std::vector<const Collection*> collections_;
  std::vector<Section<Part>> sections_;
  bool uses_chrono_ = false;
  bool composes_keys_ = false;
  bool caches_ = false;
};

}  // namespace

std::vector<std::string> output_paths(const model::Input& input) {
  std::vector<std::string> paths{header_path(input), source_path(input)};
  if (declares_types(input)) paths.push_back(types_path(input));
  return paths;
}

tl::expected<OutputSet, std::string> emit_cpp(const model::Schema& schema, const render::Templates& templates,
                                              const CppOptions& options) {
  OutputSet outputs;
  std::string error;
  const auto add = [&](const std::string& path, Text text) {
    if (!error.empty()) return;
    if (!text) {
      error = std::move(text).error();
    } else if (!outputs.add(path, *std::move(text))) {
      error = "two inputs would write '" + path + "'";
    }
  };
  for (std::size_t i = 0; i < schema.inputs.size(); ++i) {
    const model::Input& input = schema.inputs[i];
    const InputEmitter emitter(schema, i, templates, options);
    if (declares_types(input)) add(types_path(input), emitter.types());
    add(header_path(input), emitter.header());
    add(source_path(input), emitter.source());
  }
  if (!error.empty()) return tl::unexpected(std::move(error));
  return outputs;
}

}  // namespace partita::emit
