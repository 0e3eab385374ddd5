// What a header declares where the code generated for an entity will stand.
#pragma once

#include "frontend_cpp/locator.hpp"
#include "model/declared.hpp"

#include <string>
#include <vector>

namespace clang {
class CXXRecordDecl;
}  // namespace clang

namespace partita::frontend_cpp {

/// Declarations in the namespace of `record`, or in one around it, under a name that generated code declares or needs.
std::vector<model::Name> neighbours(const clang::CXXRecordDecl& record, const std::string& cpp_name, Locator& locator);

}  // namespace partita::frontend_cpp
