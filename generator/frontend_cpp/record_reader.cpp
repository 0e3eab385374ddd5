#include "frontend_cpp/record_reader.hpp"

#include "frontend_cpp/names.hpp"

#include <clang/AST/ASTContext.h>
#include <clang/AST/DeclCXX.h>
#include <clang/AST/DeclTemplate.h>
#include <clang/AST/ExprCXX.h>
#include <clang/Sema/Sema.h>
#include <llvm/Support/Casting.h>

#include <algorithm>
#include <string_view>
#include <tuple>
#include <utility>

namespace partita::frontend_cpp {
namespace {

using diagnostics::Id;
using llvm::dyn_cast;

/// Whether an initialiser is `{}` or `= {}`, which only silences warnings.
bool is_empty_braces(const clang::Expr& initialiser) {
  const clang::Expr* plain = initialiser.IgnoreImplicit();
  if (const auto* list = dyn_cast<clang::InitListExpr>(plain)) {
    const clang::InitListExpr* syntactic =
        list->isSemanticForm() && list->getSyntacticForm() != nullptr ? list->getSyntacticForm() : list;
    return syntactic->getNumInits() == 0;
  }
  if (plain->getStmtClass() == clang::Stmt::CXXConstructExprClass) {
    const auto* construction = llvm::cast<clang::CXXConstructExpr>(plain);
    return construction->isListInitialization() &&
           std::all_of(construction->arg_begin(), construction->arg_end(),
                       [](const clang::Expr* argument) { return llvm::isa<clang::CXXDefaultArgExpr>(argument); });
  }
  return llvm::isa<clang::CXXScalarValueInitExpr, clang::ImplicitValueInitExpr>(plain);
}

/// The initialiser of a member. That of an instantiated template exists only in the template.
const clang::Expr* initialiser(const clang::FieldDecl& field) {
  if (const clang::Expr* own = field.getInClassInitializer()) return own;
  const auto* record = dyn_cast<clang::CXXRecordDecl>(field.getParent());
  const clang::CXXRecordDecl* pattern = record == nullptr ? nullptr : record->getTemplateInstantiationPattern();
  if (pattern == nullptr) return nullptr;
  for (const clang::FieldDecl* candidate : pattern->fields()) {
    if (candidate->getDeclName() == field.getDeclName()) return candidate->getInClassInitializer();
  }
  return nullptr;
}

bool has_default(const clang::FieldDecl& field) {
  if (!field.hasInClassInitializer()) return false;
  const clang::Expr* expression = initialiser(field);
  return expression == nullptr || !is_empty_braces(*expression);
}

bool is_table_key(std::string_view annotation) {
  return annotation == "partition_key" || annotation == "sort_key";
}

const clang::CXXRecordDecl* definition_of(const clang::CXXBaseSpecifier& base) {
  const clang::CXXRecordDecl* record = base.getType()->getAsCXXRecordDecl();
  return record == nullptr ? nullptr : record->getDefinition();
}

}  // namespace

RecordReader::RecordReader(clang::Sema& sema, Locator& locator, const std::vector<clang::SourceLocation>& errors,
                           diagnostics::Sink& sink, model::Declared& declared)
    : sema_(sema),
      locator_(locator),
      errors_(errors),
      sink_(sink),
      declared_(declared),
      annotations_(locator, sink),
      types_(sema, locator, sink, declared, *this) {}

const clang::TypedefNameDecl* RecordReader::entity_alias(const clang::CXXRecordDecl& record) {
  return own_alias(record, "partita_entity");
}

const clang::TypedefNameDecl* RecordReader::own_alias(const clang::CXXRecordDecl& record, llvm::StringRef name) {
  for (const clang::Decl* declaration : record.decls()) {
    const auto* alias = dyn_cast<clang::TypedefNameDecl>(declaration);
    if (alias != nullptr && alias->getDeclName().isIdentifier() && alias->getName() == name) return alias;
  }
  return nullptr;
}

std::vector<ReadMember> RecordReader::members(const clang::CXXRecordDecl& record) {
  std::vector<ReadMember> members;
  append_members(record, members);
  return members;
}

void RecordReader::append_members(const clang::CXXRecordDecl& record, std::vector<ReadMember>& members) {
  for (const clang::CXXBaseSpecifier& base : record.bases()) {
    if (const clang::CXXRecordDecl* definition = definition_of(base)) append_members(*definition, members);
  }
  for (const clang::Decl* declaration : record.decls()) {
    if (const auto* variable = dyn_cast<clang::VarDecl>(declaration)) annotations_.refuse_annotations(*variable);
    const auto* field = dyn_cast<clang::FieldDecl>(declaration);
    if (field == nullptr) continue;
    MemberAnnotations annotations = annotations_.read(*field);
    if (!annotations.ignored()) members.push_back(member(*field, std::move(annotations)));
  }
}

ReadMember RecordReader::member(const clang::FieldDecl& field, MemberAnnotations annotations) {
  ReadMember read;
  read.member.field = field.getNameAsString();
  const source::Span span = locator_.span({field.getLocation(), field.getLocation()});
  read.member.name = {read.member.field, span};
  read.annotations = std::move(annotations);
  if (read.annotations.stored_name) read.member.name = *read.annotations.stored_name;
  read.member.type_span = locator_.span(read.annotations.value.where);
  read.member.has_default = has_default(field);
  std::optional<MemberType> type;
  if (!refuse_member(field)) type = types_.read(read.annotations, field);
  if (type) {
    read.member.type = std::move(type->type);
    read.member.optional = type->optional;
  } else {
    read.member.type.cpp = "std::string";
    if (!is_table_key(read.annotations.annotation)) read.annotations.annotation = "attribute";
  }
  return read;
}

bool RecordReader::refuse_member(const clang::FieldDecl& field) {
  std::string reason;
  if (field.isAnonymousStructOrUnion() || field.getDeclName().isEmpty()) {
    reason = "a member without a name cannot be an attribute; give it a name";
  } else if (field.getAccess() == clang::AS_private || field.getAccess() == clang::AS_protected) {
    reason = "'" + field.getNameAsString() +
             "' is not public, so generated code cannot read or set it; make it public, or move it to another class";
  } else if (field.isBitField()) {
    reason = "'" + field.getNameAsString() + "' is a bit-field; use an integer of 8 to 64 bits";
  } else if (field.getType().isConstQualified()) {
    reason = "'" + field.getNameAsString() +
             "' is const, so it cannot be set when an item is read; remove 'const', or make it static constexpr";
  } else if (field.getType().isVolatileQualified()) {
    reason = "'" + field.getNameAsString() + "' is volatile; remove 'volatile'";
  }
  if (reason.empty()) return false;
  if (refused_.insert(&field).second) {
    sink_.report(Id::unsupported_member, locator_.span({field.getLocation(), field.getLocation()}), reason);
  }
  return true;
}

bool RecordReader::rejected(const clang::CXXRecordDecl& record) {
  if (record.isInvalidDecl()) return true;
  const auto invalid = [](const clang::Decl* declaration) { return declaration->isInvalidDecl(); };
  if (std::any_of(record.decls_begin(), record.decls_end(), invalid)) return true;
  const auto inside = [&](clang::SourceLocation error) {
    return Locator::within(locator_.span({error, error}), locator_.span(record.getSourceRange()));
  };
  if (std::any_of(errors_.begin(), errors_.end(), inside)) return true;
  return std::any_of(record.bases_begin(), record.bases_end(), [this](const clang::CXXBaseSpecifier& base) {
    const clang::CXXRecordDecl* definition = definition_of(base);
    return definition == nullptr || rejected(*definition);
  });
}

std::string RecordReader::refusal(const clang::CXXRecordDecl& record) {
  if (record.isUnion()) return "a union does not say which member it holds; use a struct with optional members";
  if (record.isLambda()) return "a lambda is no value";
  if (llvm::isa<clang::ClassTemplateSpecializationDecl>(record)) {
    return "a class template has no name of its own to generate code for; use a struct that derives from it";
  }
  if (const std::string reason = unreachable(record); !reason.empty()) {
    return "it " + reason + ", so generated code cannot name it; move it where it can";
  }
  if (!record.hasDefinition()) return "it is only declared here; include its definition";
  if (record.isAbstract()) return "it is abstract, so no object of it can be made";
  for (const clang::CXXBaseSpecifier& base : record.bases()) {
    const std::string name = base.getType()->getAsCXXRecordDecl()->getNameAsString();
    if (base.isVirtual()) return "its base '" + name + "' is virtual; derive without 'virtual'";
    if (base.getAccessSpecifier() != clang::AS_public) {
      return "its base '" + name + "' is not public, so generated code cannot reach its members";
    }
    const clang::CXXRecordDecl* definition = definition_of(base);
    if (definition != nullptr &&
        (definition->isInStdNamespace() || locator_.in_system_header(definition->getLocation()))) {
      return "its base '" + name + "' is not a struct of data members; make it a member";
    }
    if (definition != nullptr && !llvm::isa<clang::ClassTemplateSpecializationDecl>(*definition)) {
      if (std::string reason = definition->isAbstract() ? std::string() : refusal(*definition); !reason.empty()) {
        return "of its base '" + name + "': " + reason;
      }
    }
  }
  // Clang declares implicit constructors lazily; this only looks.
  const clang::CXXConstructorDecl* constructor =
      sema_.LookupDefaultConstructor(const_cast<clang::CXXRecordDecl*>(&record));
  if (constructor == nullptr || constructor->isDeleted() || constructor->getAccess() != clang::AS_public) {
    return "it has no public default constructor, with which reading an item begins";
  }
  return {};
}

bool RecordReader::has_members(const clang::CXXRecordDecl& record) {
  const clang::CXXRecordDecl& definition = *record.getDefinition();
  return !definition.field_empty() || rejected(definition) ||
         std::any_of(definition.bases_begin(), definition.bases_end(), [this](const clang::CXXBaseSpecifier& base) {
           const clang::CXXRecordDecl* of_base = definition_of(base);
           return of_base != nullptr && has_members(*of_base);
         });
}

void RecordReader::add(const clang::CXXRecordDecl& record) {
  const clang::CXXRecordDecl* definition = record.getDefinition();
  if (!structures_.insert(definition).second) return;
  model::NamedType type;
  type.kind = model::TypeKind::structure;
  type.qualified = qualified_name(*definition);
  std::tie(type.namespaces, type.cpp_name) = split_name(*definition);
  type.span = locator_.span({definition->getLocation(), definition->getLocation()});
  // A structure that clang rejected stays empty: whatever names it still finds it.
  std::vector<ReadMember> found = rejected(*definition) ? std::vector<ReadMember>() : members(*definition);
  // The keys of an entity that is embedded in another one are those of its own table.
  const bool own_table = entity_alias(*definition) != nullptr;
  for (ReadMember& read : found) {
    const MemberAnnotations& annotations = read.annotations;
    if (!own_table && annotations.of_item) {
      const auto& [name, span] = *annotations.of_item;
      sink_.report(
          Id::annotation_without_effect, span,
          "'partita::" + name + "' has no effect on member '" + read.member.field + "' of '" + type.qualified +
              "', which lies inside an attribute of another struct; it is for attributes of the item itself, " +
              "so remove it");
    }
    declared_.suppressions.insert(declared_.suppressions.end(), annotations.suppressions.begin(),
                                  annotations.suppressions.end());
    read.member.ttl = annotations.annotation == "ttl";
    type.members.push_back(std::move(read.member));
  }
  declared_.types.push_back(std::move(type));
}

}  // namespace partita::frontend_cpp
