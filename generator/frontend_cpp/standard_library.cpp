#include "frontend_cpp/standard_library.hpp"

#include "frontend_cpp/names.hpp"

#include <clang/AST/ASTContext.h>
#include <clang/AST/DeclTemplate.h>
#include <clang/AST/PrettyPrinter.h>
#include <llvm/Support/Casting.h>
#include <llvm/Support/raw_ostream.h>

#include <map>

namespace partita::frontend_cpp {

bool is_default_argument(const clang::TemplateArgument& argument) {
  if (argument.getKind() != clang::TemplateArgument::Type) return false;
  const auto* record =
      llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(argument.getAsType()->getAsCXXRecordDecl());
  if (record == nullptr) return false;
  const std::string name = qualified_name(*record);
  if (name != "std::less" && name != "std::hash" && name != "std::equal_to" && name != "std::allocator") return false;
  return !record->getTemplateArgs()[0].getAsType()->isVoidType();
}

std::string_view advice(std::string_view name) {
  static const std::map<std::string_view, std::string_view> table{
      {"std::basic_string_view", "it does not own its characters; use std::string"},
      {"std::span", "it does not own its elements; use std::vector"},
      {"std::unique_ptr", "a pointer is no value; use the type itself, or std::optional of it"},
      {"std::shared_ptr", "a pointer is no value; use the type itself, or std::optional of it"},
      {"std::weak_ptr", "a pointer is no value; use the type itself, or std::optional of it"},
      {"std::reference_wrapper", "a reference is no value; use the type itself"},
      {"std::optional", "only a member itself can be optional; use a struct with an optional member"},
      {"std::variant", "it has no counterpart in DynamoDB; use a struct with one optional member for each alternative"},
      {"std::any", "its type is unknown until run time; use a struct"},
      {"std::pair", "its parts have no names; use a struct with named members"},
      {"std::tuple", "its parts have no names; use a struct with named members"},
      {"std::list", "use std::vector"},
      {"std::deque", "use std::vector"},
      {"std::forward_list", "use std::vector"},
      {"std::multiset", "a DynamoDB set holds a value once; use std::vector or std::set"},
      {"std::unordered_multiset", "a DynamoDB set holds a value once; use std::vector or std::set"},
      {"std::multimap", "a DynamoDB map holds a key once; use std::map, or std::map of std::vector"},
      {"std::unordered_multimap", "a DynamoDB map holds a key once; use std::map, or std::map of std::vector"},
      {"std::bitset", "use an unsigned integer"},
      {"std::atomic", "use the plain type"},
      {"std::filesystem::path", "its encoding differs between systems; use std::string"},
      {"std::chrono::duration", "its unit would be lost; use an integer and name the unit in the member's name"},
      {"std::chrono::year_month_day", "use std::string as YYYY-MM-DD, or a partita::timestamp"},
  };
  const auto found = table.find(name);
  return found == table.end() ? std::string_view() : found->second;
}

std::string further_arguments(const clang::ClassTemplateSpecializationDecl& record, unsigned first,
                              const clang::ASTContext& context) {
  const clang::TemplateArgumentList& arguments = record.getTemplateArgs();
  unsigned end = arguments.size();
  while (end > first && is_default_argument(arguments[end - 1])) --end;
  clang::PrintingPolicy policy(context.getLangOpts());
  policy.FullyQualifiedName = true;
  policy.SuppressScope = false;
  policy.PrintCanonicalTypes = true;
  policy.SuppressInlineNamespace = true;
  std::string text;
  for (unsigned i = first; i < end; ++i) {
    llvm::raw_string_ostream out(text);
    out << ", ";
    arguments[i].print(policy, out, true);
  }
  return text;
}

std::pair<std::int64_t, std::int64_t> ratio(clang::QualType period) {
  const auto* record = llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(period->getAsCXXRecordDecl());
  if (record == nullptr || qualified_name(*record) != "std::ratio") return {0, 0};
  return {record->getTemplateArgs()[0].getAsIntegral().getExtValue(),
          record->getTemplateArgs()[1].getAsIntegral().getExtValue()};
}

}  // namespace partita::frontend_cpp
