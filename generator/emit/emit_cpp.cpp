#include "emit/emit_cpp.hpp"

#include "emit/cpp_values.hpp"
#include "plan/entity_plan.hpp"
#include "plan/includes.hpp"
#include "plan/scope.hpp"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

namespace partita::emit {
namespace {

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
Value::List section_values(const std::vector<Section<T>>& sections, const std::string& member, ToValue to_value) {
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
      composes_keys_ =
          composes_keys_ || std::any_of(entity->attributes.begin(), entity->attributes.end(),
                                        [](const auto& attribute) { return attribute.composed.has_value(); });
      section_of(sections_, entity->namespaces).push_back(std::move(plan));
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
    Value value;
    value.set("sections", section_values(sections, "definitions", [](const Value& part) { return part; }));
    return render("types.hpp", std::move(value), input_.includes, {});
  }

  Text header() const {
    std::vector<std::string> quoted{declares_types(input_) ? types_path(input_) : input_.include};
    for (const Entity* entity : entities_) {
      for (const model::View& view : entity->views) {
        const std::string& include = schema_.inputs[view.input].include;
        if (std::find(quoted.begin(), quoted.end(), include) == quoted.end() && view.input != index_) {
          quoted.push_back(include);
        }
      }
    }
    if (!options_.export_header.empty()) quoted.push_back(options_.export_header);
    Value value;
    value.set("sections", section_values(sections_, "entities", [&](const EntityPlan& plan) {
                return header_value(plan, options_.export_macro);
              }));
    return render("header.hpp", std::move(value), quoted, {"partita/repository.hpp"});
  }

  Text source() const {
    std::set<std::string> headers{"partita/call.hpp", "partita/table.hpp", "partita/wire/codec.hpp"};
    if (uses_chrono_) headers.insert("partita/wire/chrono.hpp");
    if (composes_keys_) headers.insert("partita/wire/composed.hpp");
    Value value;
    value.set("sections", section_values(sections_, "entities", [](const EntityPlan& plan) {
                // Lists of one: each template has the names of its part to itself.
                return Value{{"codec", Value::List{codec_value(plan)}},
                             {"implementation", Value::List{repository_value(plan)}}};
              }));
    return render("source.cpp", std::move(value), {header_path(input_)}, std::move(headers));
  }

 private:
  /// Renders twice: which headers a text needs is known once it is there.
  Text render(std::string_view name, Value value, const std::vector<std::string>& quoted,
              std::set<std::string> headers) const {
    value.set("source", input_.include);
    value.set("includes", Value::List{});
    Text text = templates_.render(name, value);
    if (!text) return text;
    plan::add_includes_of(*text, headers);
    if (const std::string includes = plan::include_text(quoted, headers); !includes.empty()) {
      value.set("includes", Value::List{includes});
    }
    text = templates_.render(name, value);
    if (text) text->erase(text->find_last_not_of('\n') + 2);
    return text;
  }

  const model::Schema& schema_;
  std::size_t index_;
  const model::Input& input_;
  const render::Templates& templates_;
  const CppOptions& options_;
  std::vector<const Entity*> entities_;
  std::vector<Section<EntityPlan>> sections_;
  bool uses_chrono_ = false;
  bool composes_keys_ = false;
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
