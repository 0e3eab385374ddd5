#include "frontend_cpp/sugar.hpp"

#include "frontend_cpp/names.hpp"

#include <clang/AST/Decl.h>
#include <clang/AST/DeclCXX.h>
#include <clang/AST/DeclTemplate.h>
#include <clang/AST/Expr.h>
#include <llvm/Support/Casting.h>

#include <string_view>
#include <utility>

namespace partita::frontend_cpp {
namespace {

using llvm::cast;
using llvm::dyn_cast;

constexpr std::string_view own_namespace = "partita::";

std::optional<std::string> partita_name(const clang::NamedDecl* declaration) {
  if (declaration == nullptr) return std::nullopt;
  const std::string name = qualified_name(*declaration);
  if (!name.starts_with(own_namespace)) return std::nullopt;
  return name.substr(own_namespace.size());
}

std::optional<std::string> partita_name(const clang::Type& type) {
  if (const auto* specialization = dyn_cast<clang::TemplateSpecializationType>(&type)) {
    return partita_name(specialization->getTemplateName().getAsTemplateDecl());
  }
  // What an argument is, without sugar: a struct, or a template whose spelling substitution has lost.
  const auto* record = dyn_cast<clang::RecordType>(&type);
  return record == nullptr ? std::nullopt : partita_name(record->getDecl());
}

template <class Loc>
Loc spelling_as(const WrittenType& written) {
  return written.spelling.isNull() ? Loc() : written.spelling.getAs<Loc>();
}

WrittenType inside(const WrittenType& outer, clang::QualType type, clang::TypeLoc spelling) {
  // A spelling says nothing about a type of another shape, which substitution can have made.
  if (spelling.isNull() || spelling.getTypePtr()->getTypeClass() != type->getTypeClass()) spelling = {};
  return {type, spelling, spelling.isNull() ? outer.where : spelling.getSourceRange()};
}

/// One step of peel; nothing where it stops.
std::optional<WrittenType> look_through(const WrittenType& written) {
  if (written.type.hasLocalQualifiers()) {
    const auto spelling = spelling_as<clang::QualifiedTypeLoc>(written);
    return inside(written, written.type.getLocalUnqualifiedType(),
                  spelling.isNull() ? clang::TypeLoc() : spelling.getUnqualifiedLoc());
  }
  const clang::Type* type = written.type.getTypePtr();
  if (const auto* elaborated = dyn_cast<clang::ElaboratedType>(type)) {
    const auto spelling = spelling_as<clang::ElaboratedTypeLoc>(written);
    return inside(written, elaborated->getNamedType(),
                  spelling.isNull() ? clang::TypeLoc() : spelling.getNamedTypeLoc());
  }
  if (const auto* paren = dyn_cast<clang::ParenType>(type)) {
    const auto spelling = spelling_as<clang::ParenTypeLoc>(written);
    return inside(written, paren->getInnerType(), spelling.isNull() ? clang::TypeLoc() : spelling.getInnerLoc());
  }
  if (const auto* attributed = dyn_cast<clang::AttributedType>(type)) {
    const auto spelling = spelling_as<clang::AttributedTypeLoc>(written);
    return inside(written, attributed->getModifiedType(),
                  spelling.isNull() ? clang::TypeLoc() : spelling.getModifiedLoc());
  }
  if (const auto* macro = dyn_cast<clang::MacroQualifiedType>(type)) {
    const auto spelling = spelling_as<clang::MacroQualifiedTypeLoc>(written);
    return inside(written, macro->getUnderlyingType(), spelling.isNull() ? clang::TypeLoc() : spelling.getInnerLoc());
  }
  if (const auto* used = dyn_cast<clang::UsingType>(type)) {
    return WrittenType{used->getUnderlyingType(), {}, written.where};
  }
  if (const auto* alias = dyn_cast<clang::TypedefType>(type)) {
    const clang::TypeSourceInfo* info = alias->getDecl()->getTypeSourceInfo();
    if (info == nullptr) return WrittenType{alias->desugar(), {}, written.where};
    return inside(written, alias->desugar(), info->getTypeLoc());
  }
  if (const auto* substituted = dyn_cast<clang::SubstTemplateTypeParmType>(type)) {
    return WrittenType{substituted->getReplacementType(), {}, written.where};
  }
  if (const auto* specialization = dyn_cast<clang::TemplateSpecializationType>(type)) {
    if (!specialization->isTypeAlias() || partita_name(*type)) return std::nullopt;
    return WrittenType{specialization->getAliasedType(), {}, written.where};
  }
  return std::nullopt;
}

/// The arguments of a specialization that are types.
std::vector<WrittenType> type_arguments(const WrittenType& written, const clang::TemplateSpecializationType& type) {
  const auto spelling = spelling_as<clang::TemplateSpecializationTypeLoc>(written);
  const llvm::ArrayRef<clang::TemplateArgument> arguments = type.template_arguments();
  const bool matching = !spelling.isNull() && spelling.getNumArgs() == arguments.size();
  std::vector<WrittenType> types;
  for (unsigned i = 0; i != arguments.size(); ++i) {
    if (arguments[i].getKind() != clang::TemplateArgument::Type) continue;
    clang::TypeLoc argument;
    if (matching && spelling.getArgLoc(i).getArgument().getKind() == clang::TemplateArgument::Type) {
      if (const auto* info = spelling.getArgLoc(i).getTypeSourceInfo()) argument = info->getTypeLoc();
    }
    types.push_back(inside(written, arguments[i].getAsType(), argument));
  }
  return types;
}

/// The arguments of a class template specialization, those of a pack in its place.
std::vector<clang::TemplateArgument> flat_arguments(clang::QualType type) {
  std::vector<clang::TemplateArgument> flat;
  const auto* specialization =
      llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(type->getAsCXXRecordDecl());
  if (specialization == nullptr) return flat;
  for (const clang::TemplateArgument& argument : specialization->getTemplateArgs().asArray()) {
    if (argument.getKind() == clang::TemplateArgument::Pack) {
      flat.insert(flat.end(), argument.pack_begin(), argument.pack_end());
    } else {
      flat.push_back(argument);
    }
  }
  return flat;
}

const clang::StringLiteral* find_literal(const clang::Stmt* statement) {
  if (statement == nullptr) return nullptr;
  if (const auto* literal = dyn_cast<clang::StringLiteral>(statement)) return literal;
  for (const clang::Stmt* child : statement->children()) {
    if (const auto* literal = find_literal(child)) return literal;
  }
  return nullptr;
}

}  // namespace

WrittenType WrittenType::of(const clang::TypeSourceInfo& info) {
  return {info.getType(), info.getTypeLoc(), info.getTypeLoc().getSourceRange()};
}

unsigned TemplateUse::arguments() const {
  return static_cast<unsigned>(flat_arguments(type).size());
}

std::uint64_t TemplateUse::number(unsigned index) const {
  const std::vector<clang::TemplateArgument> arguments = flat_arguments(type);
  const bool is_number = index < arguments.size() && arguments[index].getKind() == clang::TemplateArgument::Integral;
  return is_number ? arguments[index].getAsIntegral().getZExtValue() : 0;
}

std::string TemplateUse::text(unsigned index) const {
  std::string text;
  const std::vector<clang::TemplateArgument> arguments = flat_arguments(type);
  if (index >= arguments.size()) return text;
  const clang::TemplateArgument& argument = arguments[index];
  if (argument.getKind() != clang::TemplateArgument::Declaration) return text;
  const auto* object = dyn_cast<clang::TemplateParamObjectDecl>(argument.getAsDecl());
  if (object == nullptr || !object->getValue().isStruct() || object->getValue().getStructNumFields() == 0) return text;
  const clang::APValue& characters = object->getValue().getStructField(0);
  if (!characters.isArray()) return text;
  for (unsigned i = 0; i + 1 < characters.getArraySize(); ++i) {
    const bool filler = i >= characters.getArrayInitializedElts();
    const clang::APValue& element = filler ? characters.getArrayFiller() : characters.getArrayInitializedElt(i);
    text.push_back(element.isInt() ? static_cast<char>(element.getInt().getExtValue()) : '\0');
  }
  return text;
}

const clang::StringLiteral* TemplateUse::literal(unsigned index) const {
  if (spelling.isNull()) return nullptr;
  const auto arguments = spelling.getAs<clang::TemplateSpecializationTypeLoc>();
  if (arguments.isNull() || index >= arguments.getNumArgs()) return nullptr;
  const clang::TemplateArgumentLoc argument = arguments.getArgLoc(index);
  if (argument.getArgument().getKind() != clang::TemplateArgument::Expression) return nullptr;
  return find_literal(argument.getSourceExpression());
}

WrittenType peel(WrittenType written) {
  while (std::optional<WrittenType> next = look_through(written)) written = *next;
  return written;
}

std::optional<TemplateUse> partita_template(const WrittenType& written) {
  // The qualifier `partita::` belongs to the elaborated type just around the template.
  WrittenType at = written;
  clang::SourceLocation begin;
  for (std::optional<WrittenType> next = at; next; next = look_through(at)) {
    at = *next;
    if (llvm::isa<clang::TypedefType>(at.type.getTypePtr())) begin = {};
    if (const auto elaborated = spelling_as<clang::ElaboratedTypeLoc>(at); !elaborated.isNull()) {
      begin = elaborated.getBeginLoc();
    }
  }
  const std::optional<std::string> name = partita_name(*at.type);
  if (!name) return std::nullopt;
  TemplateUse use;
  use.name = *name;
  use.type = at.type;
  use.spelling = at.spelling;
  use.where = at.where;
  use.name_range = at.where;
  if (const auto spelling = spelling_as<clang::TemplateSpecializationTypeLoc>(at); !spelling.isNull()) {
    const clang::SourceLocation first = begin.isValid() ? begin : spelling.getTemplateNameLoc();
    use.where.setBegin(first);
    use.name_range = {first, spelling.getTemplateNameLoc()};
    use.close = spelling.getRAngleLoc();
  } else if (!at.spelling.isNull() && begin.isValid()) {
    use.where.setBegin(begin);
    use.name_range = use.where;
  }
  if (const auto* type = dyn_cast<clang::TemplateSpecializationType>(at.type.getTypePtr())) {
    use.types = type_arguments(at, *type);
  } else {
    for (const clang::TemplateArgument& argument : flat_arguments(at.type)) {
      if (argument.getKind() == clang::TemplateArgument::Type) {
        use.types.push_back({argument.getAsType(), {}, at.where});
      }
    }
  }
  return use;
}

std::vector<WrittenType> alias_arguments(const WrittenType& written) {
  std::vector<WrittenType> found;
  for (std::optional<WrittenType> next = written; next; next = look_through(*next)) {
    const auto* specialization = dyn_cast<clang::TemplateSpecializationType>(next->type.getTypePtr());
    if (specialization == nullptr || !specialization->isTypeAlias() || partita_name(*specialization)) continue;
    const std::vector<WrittenType> arguments = type_arguments(*next, *specialization);
    found.insert(found.end(), arguments.begin(), arguments.end());
  }
  return found;
}

std::vector<WrittenType> components(const WrittenType& written) {
  const WrittenType at = peel(written);
  if (const auto* specialization = dyn_cast<clang::TemplateSpecializationType>(at.type.getTypePtr())) {
    return type_arguments(at, *specialization);
  }
  const clang::QualType inner = at.type->getPointeeType();
  if (inner.isNull()) return {};
  return {inside(at, inner, at.spelling.isNull() ? clang::TypeLoc() : at.spelling.getNextTypeLoc())};
}

}  // namespace partita::frontend_cpp
