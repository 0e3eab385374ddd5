// How generated code calls what a header declares.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace clang {
class NamedDecl;
class TagDecl;
}  // namespace clang

namespace partita::frontend_cpp {

/// The qualified name of a declaration without inline namespaces: `partita::timestamp`, `std::chrono::time_point`.
std::string qualified_name(const clang::NamedDecl& declaration);

/// Namespaces and the name below them, for emitted code: {`crm`}, `Outer::Contact`.
std::pair<std::vector<std::string>, std::string> split_name(const clang::TagDecl& declaration);

/// Why other files cannot name a type: it is local, unnamed, in an unnamed namespace or not public. Empty if they can.
std::string unreachable(const clang::TagDecl& declaration);

}  // namespace partita::frontend_cpp
