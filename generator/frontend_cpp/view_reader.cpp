#include "frontend_cpp/view_reader.hpp"

#include "frontend_cpp/names.hpp"
#include "frontend_cpp/sugar.hpp"

#include <clang/AST/DeclCXX.h>
#include <clang/AST/DeclTemplate.h>
#include <llvm/Support/Casting.h>

#include <tuple>
#include <utility>
#include <vector>

namespace partita::frontend_cpp {

using diagnostics::Id;

void ViewReader::read_view(const clang::CXXRecordDecl& record, const clang::TypedefNameDecl& alias, std::size_t input) {
  const std::optional<TemplateUse> use = this->use(record, alias, "view", "partita::view<Entity>");
  if (!use || use->types.empty()) return;
  model::DeclaredView view;
  view.input = input;
  view.span = locator_.span({record.getLocation(), record.getLocation()});
  std::tie(view.namespaces, view.cpp_name) = split_name(record);
  view.entity = entity(use->types.front(), "a view shows part of an entity");
  for (ReadMember& read : records_.members(record)) {
    if (read.annotations.of_item) {
      const auto& [name, span] = *read.annotations.of_item;
      sink_.report(Id::annotation_without_effect, span,
                   "'partita::" + name + "' has no effect on member '" + read.member.field + "' of view '" +
                       view.cpp_name + "'; the entity says that, so remove it here");
    }
    view.members.push_back(std::move(read.member));
  }
  declared_.views.push_back(std::move(view));
}

void ViewReader::read_collection(const clang::CXXRecordDecl& record, const clang::TypedefNameDecl& alias,
                                 std::size_t input) {
  if (!use(record, alias, "collection", "partita::collection")) return;
  model::DeclaredCollection collection;
  collection.notation = model::Notation::cpp;
  collection.input = input;
  collection.span = locator_.span({record.getLocation(), record.getLocation()});
  std::tie(collection.namespaces, collection.cpp_name) = split_name(record);
  const auto refuse = [&](const std::string& reason) {
    sink_.report(Id::unsupported_entity, collection.span,
                 "'" + collection.cpp_name + "' cannot be an item collection: " + reason);
  };
  if (record.getNumBases() != 0) return refuse("it has a base; declare its members in the struct itself");
  if (record.field_empty()) return refuse("it has no members; declare a std::vector or std::optional of each entity");
  for (const clang::FieldDecl* field : record.fields()) {
    if (auto read = part(*field, collection.cpp_name)) collection.parts.push_back(*std::move(read));
  }
  declared_.collections.push_back(std::move(collection));
}

std::optional<TemplateUse> ViewReader::use(const clang::CXXRecordDecl& record, const clang::TypedefNameDecl& alias,
                                           const std::string& name, const std::string& spelling) {
  const source::Span at = locator_.span({alias.getLocation(), alias.getLocation()});
  std::optional<TemplateUse> use = partita_template(WrittenType::of(*alias.getTypeSourceInfo()));
  if (!use || use->name != name) {
    sink_.report(Id::malformed_entity, at, "'" + alias.getNameAsString() + "' must name " + spelling);
    return std::nullopt;
  }
  std::string reason =
      record.isDependentContext() ? "a class template has no name of its own" : records_.refusal(record);
  if (alias.getAccess() == clang::AS_private || alias.getAccess() == clang::AS_protected) {
    reason = "'" + alias.getNameAsString() + "' is not public; move it to the public part";
  }
  if (!reason.empty()) {
    sink_.report(Id::unsupported_entity, locator_.span({record.getLocation(), record.getLocation()}),
                 "'" + record.getNameAsString() + "' cannot be a " + name + ": " + reason);
    return std::nullopt;
  }
  return use;
}

std::string ViewReader::entity(const WrittenType& type, const std::string& user) {
  const clang::CXXRecordDecl* record = type.type->getAsCXXRecordDecl();
  if (record != nullptr) record = record->getDefinition();
  if (record != nullptr && RecordReader::entity_alias(*record) != nullptr) return qualified_name(*record);
  sink_.report(Id::malformed_entity, locator_.span(type.where),
               user + ", and this struct is none: it has no 'using partita_entity' of its own");
  return {};
}

std::optional<model::DeclaredCollection::Part> ViewReader::part(const clang::FieldDecl& field,
                                                                const std::string& collection) {
  const std::string name = field.getNameAsString();
  const MemberAnnotations annotations = records_.annotations().read(field);
  if (annotations.ignored()) return std::nullopt;
  if (!annotations.annotation.empty()) {
    sink_.report(Id::annotation_without_effect, annotations.span,
                 "'partita::" + annotations.annotation + "' has no effect on member '" + name +
                     "' of item collection '" + collection + "'; remove it");
  }
  const auto* record =
      llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(annotations.value.type->getAsCXXRecordDecl());
  const std::string container = record == nullptr ? std::string() : qualified_name(*record);
  if (records_.refuse_member(field)) return std::nullopt;
  if (container != "std::vector" && container != "std::optional") {
    sink_.report(Id::unsupported_member, locator_.span(annotations.value.where),
                 "member '" + name + "' of item collection '" + collection +
                     "' holds no entity; use a std::vector or a std::optional of one, or partita::ignored");
    return std::nullopt;
  }
  const std::vector<WrittenType> arguments = components(annotations.value);
  const WrittenType element = arguments.empty()
                                  ? WrittenType{record->getTemplateArgs()[0].getAsType(), {}, annotations.value.where}
                                  : arguments.front();
  const std::string entity = this->entity(element, "an item collection holds entities");
  if (entity.empty()) return std::nullopt;
  return model::DeclaredCollection::Part{name, entity, container == "std::vector", locator_.span(element.where)};
}

}  // namespace partita::frontend_cpp
