#include "frontend_cpp/entity_arguments.hpp"

#include "frontend_cpp/index_reader.hpp"
#include "frontend_cpp/pattern_reader.hpp"
#include "plan/names.hpp"

#include <clang/AST/Decl.h>

#include <optional>
#include <utility>

namespace partita::frontend_cpp {
namespace {

using diagnostics::Id;

model::DeclaredAttribute attribute_without_member(model::Name name) {
  model::DeclaredAttribute attribute;
  attribute.span = name.span;
  attribute.member.type_span = name.span;
  attribute.member.name = std::move(name);
  attribute.member.type.kind = model::TypeKind::string;
  attribute.member.type.cpp = "std::string";
  return attribute;
}

}  // namespace

bool EntityArguments::read(const clang::TypedefNameDecl& alias, const source::Span& scope) {
  const std::optional<TemplateUse> use = partita_template(WrittenType::of(*alias.getTypeSourceInfo()));
  if (!use || use->name != "entity") {
    const clang::SourceLocation at = alias.getLocation();
    sink_.report(Id::malformed_entity, locator_.span({at, at}),
                 "'partita_entity' must name partita::entity<\"table\", ...>");
    return false;
  }
  entity_.table = texts_.name(*use, 0);
  entity_.arguments_end = locator_.before(use->close);
  std::vector<TemplateUse> arguments;
  for (const WrittenType& argument : use->types) {
    if (std::optional<TemplateUse> read = partita_template(argument)) arguments.push_back(*std::move(read));
  }
  // Composed keys name indexes, which may be declared behind them.
  for (const TemplateUse& argument : arguments) {
    if (argument.name == "index") {
      entity_.indexes.push_back(read_index(argument, texts_, locator_, sink_, suppressions_));
    }
  }
  for (const TemplateUse& argument : arguments) {
    if (argument.name != "index") read_argument(argument, scope);
  }
  return true;
}

void EntityArguments::read_argument(const TemplateUse& use, const source::Span& scope) {
  if (use.name == "access_pattern") {
    if (std::optional<model::DeclaredPattern> pattern = read_pattern(use, texts_, locator_, sink_, suppressions_)) {
      entity_.patterns.push_back(std::move(*pattern));
    }
  } else if (use.name == "suppress") {
    suppressions_.push_back({texts_.name(use, 0), texts_.name(use, 1), scope});
  } else if (use.name.starts_with("composed_")) {
    read_composed(use);
  } else if (seen_.insert(use.name).second) {
    read_single(use);
  } else {
    texts_.report_second(use, "on entity '" + entity_.cpp_name + "'");
  }
}

void EntityArguments::read_single(const TemplateUse& use) {
  if (use.name == "discriminator") {
    entity_.discriminator = model::Discriminator{texts_.name(use, 0), texts_.name(use, 1)};
  } else if (use.name == "write_shards") {
    read_write_shards(use);
  } else if (use.name == "cached") {
    const std::chrono::seconds lifetime = texts_.duration(use, 0);
    if (lifetime.count() != 0) entity_.cache = model::CachePolicy{lifetime, texts_.name(use, 0).span};
  } else if (use.name == "data_class") {
    using Kind = model::DataClass::Kind;
    entity_.data_class =
        model::DataClass{use.text(0) == "session" ? Kind::session : Kind::financial, texts_.name(use, 0).span};
  } else if (use.name == "allow_scan") {
    entity_.allow_scan = texts_.name(use, 0);
  } else if (use.name == "write_rate") {
    entity_.writes_per_second = texts_.rate(use, 0);
  }
}

void EntityArguments::read_composed(const TemplateUse& use) {
  const model::Name name = texts_.name(use, 0);
  model::DeclaredAttribute attribute = attribute_without_member(name);
  attribute.composed = texts_.key_template(use, 1);
  if (attribute.composed) {
    attribute.member.type_span = attribute.composed->span;
  } else {
    // Rules leave an attribute of an unknown type alone.
    attribute.member.type.cpp.clear();
    attribute.member.field = plan::cpp_identifier(name.text);
  }
  const source::Span attribute_scope = locator_.span(use.where);
  const source::Span role_span = locator_.span(use.name_range);
  if (use.name == "composed_partition_key") {
    entity_.key_uses.push_back({model::KeyRole::partition_key, {}, name, role_span, {}});
  } else if (use.name == "composed_sort_key") {
    entity_.key_uses.push_back({model::KeyRole::sort_key, {}, name, role_span, {}});
  }
  for (const WrittenType& argument : use.types) {
    const std::optional<TemplateUse> option = partita_template(argument);
    if (!option) continue;
    if (const std::optional<IndexRole> role = index_role(*option, texts_, locator_)) {
      add_index_use(entity_, *role, name);
    } else if (option->name == "suppress") {
      suppressions_.push_back({texts_.name(*option, 0), texts_.name(*option, 1), attribute_scope});
    }
  }
  entity_.attributes.push_back(std::move(attribute));
}

void EntityArguments::read_write_shards(const TemplateUse& use) {
  model::WriteShards shards;
  shards.hashed = texts_.name(use, 0);
  shards.span = locator_.span(use.where);
  for (unsigned i = 1; i < use.arguments(); ++i) shards.counts.push_back(use.number(i));
  entity_.write_shards = std::move(shards);
}

void EntityArguments::add_discriminator() {
  if (!entity_.discriminator) return;
  const model::Name& value = entity_.discriminator->value;
  model::DeclaredAttribute attribute = attribute_without_member(entity_.discriminator->attribute);
  attribute.composed = model::KeyTemplate{value.text, {value.text}, {}, value.span};
  attribute.member.type_span = value.span;
  entity_.attributes.push_back(std::move(attribute));
}

}  // namespace partita::frontend_cpp
