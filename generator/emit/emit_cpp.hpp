// Schema -> C++: for each input a header and a source with its repositories, and a header with the types it declares.
#pragma once

#include "emit/output_set.hpp"
#include "model/schema.hpp"
#include "render/templates.hpp"

#include <tl/expected.hpp>

#include <string>
#include <vector>

namespace partita::emit {

struct CppOptions {
  std::string export_header;  ///< included by generated headers: `crm/export.hpp`; empty: none
  std::string export_macro;   ///< put on the classes of a repository: `CRM_API`; empty: none
};

/// The files that an input gives, relative to the output directory; they depend on its name alone, so that build
/// systems know them before the tool runs.
std::vector<std::string> output_paths(const model::Input& input);

/// `crm/contact.hpp` gives `crm/contact.partita.hpp` and `crm/contact.partita.cpp`; a JSON schema also gives
/// `crm/session.types.partita.hpp`. An error is one of a template, with its file and line.
tl::expected<OutputSet, std::string> emit_cpp(const model::Schema& schema, const render::Templates& templates,
                                              const CppOptions& options = {});

}  // namespace partita::emit
