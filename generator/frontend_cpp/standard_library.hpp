// What the type reader must know of the standard library.
#pragma once

#include <clang/AST/Type.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace clang {
class ASTContext;
class ClassTemplateSpecializationDecl;
class TemplateArgument;
}  // namespace clang

namespace partita::frontend_cpp {

/// What to use instead of a type that looks as if it might work; empty for any other.
std::string_view advice(std::string_view name);

/// Whether a template argument is what the standard library puts there by itself: an allocator, hash or comparison.
bool is_default_argument(const clang::TemplateArgument& argument);

/// `, Compare, Allocator` from argument `first` up to the last one that is not the default.
std::string further_arguments(const clang::ClassTemplateSpecializationDecl& record, unsigned first,
                              const clang::ASTContext& context);

/// Numerator and denominator of a std::ratio; zeros for another type.
std::pair<std::int64_t, std::int64_t> ratio(clang::QualType period);

}  // namespace partita::frontend_cpp
