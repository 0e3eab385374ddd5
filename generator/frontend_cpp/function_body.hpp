// Function bodies are skipped, so a struct inside one would be overlooked. This finds the bodies that hold an entity.
#pragma once

namespace clang {
class Decl;
class LangOptions;
class SourceManager;
}  // namespace clang

namespace partita::frontend_cpp {

/// Whether the body of a function, which is not parsed yet, names `partita_entity`, `partita_view` or
/// `partita_collection`.
bool body_names_entity(const clang::Decl& function, const clang::SourceManager& manager,
                       const clang::LangOptions& language);

}  // namespace partita::frontend_cpp
