#include "frontend_cpp/type_reader.hpp"

#include "frontend_cpp/names.hpp"
#include "frontend_cpp/standard_library.hpp"
#include "model/number_kinds.hpp"

#include <clang/AST/ASTContext.h>
#include <clang/AST/DeclCXX.h>
#include <clang/AST/DeclTemplate.h>
#include <clang/AST/PrettyPrinter.h>
#include <clang/AST/QualTypeNames.h>
#include <clang/Sema/Sema.h>
#include <llvm/Support/Casting.h>

#include <string_view>
#include <utility>
#include <vector>

namespace partita::frontend_cpp {
namespace {

using diagnostics::Id;
using llvm::dyn_cast;
using model::TypeKind;

model::Type scalar(TypeKind kind, std::string cpp) {
  model::Type type;
  type.kind = kind;
  type.cpp = std::move(cpp);
  return type;
}

/// As an element: what the user writes there.
const std::string& spelled(const model::Type& type) {
  return type.converted.empty() ? type.cpp : type.converted;
}

model::Type container(TypeKind kind, std::string cpp, model::Type element) {
  model::Type type = scalar(kind, std::move(cpp));
  type.element.push_back(std::move(element));
  return type;
}

std::optional<model::Type> integer(std::uint64_t bits, bool is_signed) {
  switch (bits) {
    case 8:
      return scalar(is_signed ? TypeKind::int8 : TypeKind::uint8, is_signed ? "std::int8_t" : "std::uint8_t");
    case 16:
      return scalar(is_signed ? TypeKind::int16 : TypeKind::uint16, is_signed ? "std::int16_t" : "std::uint16_t");
    case 32:
      return scalar(is_signed ? TypeKind::int32 : TypeKind::uint32, is_signed ? "std::int32_t" : "std::uint32_t");
    case 64:
      return scalar(is_signed ? TypeKind::int64 : TypeKind::uint64, is_signed ? "std::int64_t" : "std::uint64_t");
    default:
      return std::nullopt;
  }
}

bool is_character(clang::QualType type) {
  const auto* builtin = type->getAs<clang::BuiltinType>();
  if (builtin == nullptr) return false;
  switch (builtin->getKind()) {
    case clang::BuiltinType::Char_S:
    case clang::BuiltinType::Char_U:
    case clang::BuiltinType::WChar_S:
    case clang::BuiltinType::WChar_U:
    case clang::BuiltinType::Char8:
    case clang::BuiltinType::Char16:
    case clang::BuiltinType::Char32:
      return true;
    default:
      return false;
  }
}

bool is_set_element(TypeKind kind) {
  return model::is_number(kind) || kind == TypeKind::string || kind == TypeKind::bytes;
}

}  // namespace

TypeReader::TypeReader(clang::Sema& sema, Locator& locator, diagnostics::Sink& sink, model::Declared& declared,
                       StructureReader& structures)
    : context_(sema.getASTContext()),
      locator_(locator),
      sink_(sink),
      structures_(structures),
      enumerations_(locator, sink, declared),
      converters_(sema) {}

std::optional<MemberType> TypeReader::read(const MemberAnnotations& annotations, const clang::DeclaratorDecl& member) {
  const Member context{member, annotations.storage.value_or(model::EnumStorage::name)};
  MemberType result;
  WrittenType value = annotations.value;
  const auto* record = llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(value.type->getAsCXXRecordDecl());
  if (record != nullptr && qualified_name(*record) == "std::optional") {
    result.optional = true;
    const std::vector<WrittenType> parts = components(value);
    value = parts.empty() ? WrittenType{record->getTemplateArgs()[0].getAsType(), {}, value.where} : parts.front();
  }
  std::optional<model::Type> type = read(value, context);
  if (!type) return std::nullopt;
  result.type = std::move(*type);
  return result;
}

std::optional<model::Type> TypeReader::read(const WrittenType& written, const Member& member) {
  const clang::QualType type = written.type.getCanonicalType().getUnqualifiedType();
  if (type->isReferenceType()) return refuse(written, member, "a reference is no value; use the type itself");
  if (type->isAnyPointerType() || type->isMemberPointerType() || type->isNullPtrType()) {
    return refuse(written, member, "a pointer is no value; use the type itself, or std::optional of it");
  }
  if (type->isArrayType()) {
    return refuse(written, member, "arrays of C cannot be assigned; use std::array, or std::string for text");
  }
  if (const clang::CXXRecordDecl* converter =
          type->isRecordType() || type->isEnumeralType() ? converters_.find(type) : nullptr) {
    return read_converted(written, *converter, member);
  }
  if (const auto* enumeration = type->getAs<clang::EnumType>()) {
    return read_enumeration(written, *enumeration->getDecl(), member);
  }
  if (const clang::CXXRecordDecl* record = type->getAsCXXRecordDecl()) {
    return read_record(written, *record, member);
  }
  if (type->isBooleanType()) return scalar(TypeKind::boolean, "bool");
  if (is_character(type)) {
    return refuse(written, member, "a character is neither a String nor a Number; use std::string or std::int8_t");
  }
  if (type->isBitIntType()) return refuse(written, member, "use std::int64_t, or partita::decimal for up to 38 digits");
  if (type->isIntegerType()) {
    if (auto known = integer(context_.getTypeSize(type), type->isSignedIntegerType())) return known;
    return refuse(written, member, "it is wider than 64 bits; use partita::decimal for up to 38 digits");
  }
  if (type->isSpecificBuiltinType(clang::BuiltinType::Float)) return scalar(TypeKind::float32, "float");
  if (type->isSpecificBuiltinType(clang::BuiltinType::Double)) return scalar(TypeKind::float64, "double");
  if (type->isFloatingType()) {
    return refuse(written, member, "its precision differs between systems; use double or partita::decimal");
  }
  return refuse(written, member, "it has no counterpart in DynamoDB");
}

std::optional<model::Type> TypeReader::read_converted(const WrittenType& written, const clang::CXXRecordDecl& converter,
                                                      const Member& member) {
  const clang::QualType type = written.type.getCanonicalType().getUnqualifiedType();
  if (const std::string reason = unreachable(*type->getAsTagDecl()); !reason.empty()) {
    return refuse(written, member, "it " + reason + ", so generated code cannot name it");
  }
  const clang::TypedefNameDecl* stored = Converters::stored_type(converter);
  if (stored == nullptr) {
    return refuse(written, member,
                  "its partita::converter has no public 'stored_type'; say there what it is stored as");
  }
  for (const char* function : {"to_stored", "from_stored"}) {
    if (!Converters::has_function(converter, function)) {
      return refuse(written, member,
                    "its partita::converter has no public static function '" + std::string(function) + "'");
    }
  }
  const WrittenType stored_type = WrittenType::of(*stored->getTypeSourceInfo());
  if (converters_.find(stored_type.type) != nullptr) {
    return refuse(written, member,
                  "the 'stored_type' of its partita::converter has a converter too; store it as what that one stores");
  }
  std::optional<model::Type> result = read(stored_type, member);
  if (!result) return result;
  const bool is_template = llvm::isa<clang::ClassTemplateSpecializationDecl>(type->getAsTagDecl());
  result->converted = is_template ? clang::TypeName::getFullyQualifiedName(type, context_, context_.getPrintingPolicy())
                                  : qualified_name(*type->getAsTagDecl());
  return result;
}

std::optional<model::Type> TypeReader::read_record(const WrittenType& written, const clang::CXXRecordDecl& record,
                                                   const Member& member) {
  const clang::QualType type = written.type.getCanonicalType().getUnqualifiedType();
  if (is_own_type("decimal", type)) return scalar(TypeKind::decimal, "partita::decimal");
  if (is_own_type("timestamp", type)) return scalar(TypeKind::timestamp, "partita::timestamp");
  if (is_own_type("seconds_timestamp", type)) {
    return scalar(TypeKind::timestamp_seconds, "partita::seconds_timestamp");
  }
  if (is_own_type("iso_timestamp", type)) return scalar(TypeKind::timestamp_iso, "partita::iso_timestamp");

  const std::string name = qualified_name(record);
  if (name.starts_with("std::")) {
    if (const std::string_view instead = advice(name); !instead.empty()) {
      return refuse(written, member, std::string(instead));
    }
    if (const auto* specialization = dyn_cast<clang::ClassTemplateSpecializationDecl>(&record)) {
      return read_standard(written, name, *specialization, member);
    }
  }
  if (name.starts_with("std::") || name.starts_with("partita::") || locator_.in_system_header(record.getLocation())) {
    return refuse(written, member, "it has no counterpart in DynamoDB; copy what is to be stored into a struct");
  }
  if (const std::string reason = structures_.refusal(record); !reason.empty()) return refuse(written, member, reason);
  if (!structures_.has_members(record)) {
    return refuse(written, member, "it has no data members, so there is nothing to store; give it one, or use bool");
  }
  structures_.add(record);
  model::Type structure = scalar(TypeKind::structure, name);
  structure.named = name;
  return structure;
}

std::optional<model::Type> TypeReader::read_standard(const WrittenType& written, const std::string& name,
                                                     const clang::ClassTemplateSpecializationDecl& record,
                                                     const Member& member) {
  const clang::TemplateArgumentList& arguments = record.getTemplateArgs();
  if (name == "std::chrono::time_point") return read_time_point(written, record, member);
  if (name == "std::basic_string") {
    const std::string traits = qualified_name(*arguments[1].getAsType()->getAsCXXRecordDecl());
    if (context_.hasSameType(arguments[0].getAsType(), context_.CharTy) && traits == "std::char_traits" &&
        is_default_argument(arguments[2])) {
      return scalar(TypeKind::string, "std::string");
    }
    return refuse(written, member, "use std::string, which DynamoDB stores as UTF-8");
  }

  const bool list = name == "std::vector";
  const bool array = name == "std::array";
  const bool set = name == "std::set" || name == "std::unordered_set";
  const bool map = name == "std::map" || name == "std::unordered_map";
  if (!list && !array && !set && !map)
    return refuse(written, member, "it has no counterpart in DynamoDB; use a struct");

  const auto argument = [&](unsigned index) {
    const std::vector<WrittenType> parts = components(written);
    const clang::QualType type = arguments[index].getAsType();
    const bool spelled = index < parts.size() && context_.hasSameType(parts[index].type, type);
    return spelled ? parts[index] : WrittenType{type, {}, written.where};
  };
  const WrittenType first = argument(0);
  if (list) {
    const auto* enumeration = first.type->getAs<clang::EnumType>();
    if (enumeration != nullptr && qualified_name(*enumeration->getDecl()) == "std::byte") {
      return scalar(TypeKind::bytes, "std::vector<std::byte" + further_arguments(record, 1, context_) + ">");
    }
  }
  if (map) {
    const std::optional<model::Type> key = read(first, member);
    if (!key) return std::nullopt;
    if (key->kind != TypeKind::string || !key->converted.empty())
      return refuse(first, member, "keys of a DynamoDB map are strings; use std::string");
    std::optional<model::Type> mapped = read(argument(1), member);
    if (!mapped) return std::nullopt;
    const std::string cpp =
        name + "<" + key->cpp + ", " + spelled(*mapped) + further_arguments(record, 2, context_) + ">";
    return container(TypeKind::map, cpp, std::move(*mapped));
  }
  std::optional<model::Type> element = read(first, member);
  if (!element) return std::nullopt;
  if (array) {
    const std::uint64_t extent = arguments[1].getAsIntegral().getZExtValue();
    const std::string cpp = name + "<" + spelled(*element) + ", " + std::to_string(extent) + ">";
    model::Type type = container(TypeKind::array, cpp, std::move(*element));
    type.extent = extent;
    return type;
  }
  if (set && !is_set_element(element->kind)) {
    return refuse(first, member, "a DynamoDB set holds strings, numbers or binaries; use std::vector");
  }
  const std::string cpp = name + "<" + spelled(*element) + further_arguments(record, 1, context_) + ">";
  return container(set ? TypeKind::set : TypeKind::list, cpp, std::move(*element));
}

std::optional<model::Type> TypeReader::read_time_point(const WrittenType& written,
                                                       const clang::ClassTemplateSpecializationDecl& record,
                                                       const Member& member) {
  const clang::CXXRecordDecl* clock = record.getTemplateArgs()[0].getAsType()->getAsCXXRecordDecl();
  if (clock == nullptr || qualified_name(*clock) != "std::chrono::system_clock") {
    return refuse(written, member, "only the system clock has the same epoch everywhere; use partita::timestamp");
  }
  const auto* duration = llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(
      record.getTemplateArgs()[1].getAsType()->getAsCXXRecordDecl());
  if (duration != nullptr && qualified_name(*duration) == "std::chrono::duration") {
    const clang::QualType count = duration->getTemplateArgs()[0].getAsType();
    const auto period = ratio(duration->getTemplateArgs()[1].getAsType());
    if (count->isSignedIntegerType() && context_.getTypeSize(count) == 64) {
      if (period == std::pair<std::int64_t, std::int64_t>{1, 1000}) {
        return scalar(TypeKind::sys_milliseconds, "std::chrono::sys_time<std::chrono::milliseconds>");
      }
      if (period == std::pair<std::int64_t, std::int64_t>{1, 1}) {
        return scalar(TypeKind::sys_seconds, "std::chrono::sys_seconds");
      }
    }
  }
  return refuse(written, member,
                "points in time are stored in seconds or milliseconds; use std::chrono::sys_seconds, "
                "std::chrono::sys_time<std::chrono::milliseconds> or partita::timestamp");
}

std::optional<model::Type> TypeReader::read_enumeration(const WrittenType& written, const clang::EnumDecl& declaration,
                                                        const Member& member) {
  const std::string name = qualified_name(declaration);
  if (name == "std::byte") {
    return refuse(written, member,
                  "a byte alone is no Binary; use std::vector<std::byte>, or std::uint8_t as a Number");
  }
  if (const std::string reason = enumerations_.add(declaration); !reason.empty()) {
    return refuse(written, member, reason);
  }
  if (member.storage == model::EnumStorage::name) {
    enumerations_.require_distinct_values(declaration, member.declaration);
  }
  model::Type type = scalar(TypeKind::enumeration, name);
  type.named = name;
  type.stored = member.storage;
  return type;
}

bool TypeReader::is_own_type(const char* name, clang::QualType type) const {
  const clang::TranslationUnitDecl* unit = context_.getTranslationUnitDecl();
  for (const clang::NamedDecl* outer : unit->lookup(&context_.Idents.get("partita"))) {
    const auto* own = dyn_cast<clang::NamespaceDecl>(outer);
    if (own == nullptr) continue;
    for (const clang::NamedDecl* found : own->lookup(&context_.Idents.get(name))) {
      const auto* declaration = dyn_cast<clang::TypeDecl>(found);
      if (declaration != nullptr && context_.hasSameType(context_.getTypeDeclType(declaration), type)) return true;
    }
  }
  return false;
}

std::nullopt_t TypeReader::refuse(const WrittenType& written, const Member& member, const std::string& reason) {
  clang::PrintingPolicy policy(context_.getLangOpts());
  policy.SuppressInlineNamespace = true;
  diagnostics::Diagnostic& diagnostic =
      sink_.report(Id::unsupported_type, locator_.span(written.where),
                   "type '" + written.type.getUnqualifiedType().getAsString(policy) + "' of member '" +
                       member.declaration.getNameAsString() + "' cannot be stored: " + reason);
  locator_.note_member(diagnostic, member.declaration);
  return std::nullopt;
}

}  // namespace partita::frontend_cpp
