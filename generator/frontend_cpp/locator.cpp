#include "frontend_cpp/locator.hpp"

#include <clang/AST/Decl.h>
#include <clang/AST/Expr.h>
#include <clang/Basic/LangOptions.h>
#include <clang/Basic/SourceManager.h>
#include <clang/Lex/Lexer.h>
#include <llvm/Support/Path.h>

namespace partita::frontend_cpp {

source::Span Locator::span(clang::SourceRange tokens) {
  if (tokens.isInvalid()) return {};
  const auto [begin_file, begin] = manager_.getDecomposedLoc(manager_.getFileLoc(tokens.getBegin()));
  const auto [end_file, end] = manager_.getDecomposedLoc(end_of_token(tokens.getEnd()));
  const source::FileId id = file(begin_file);
  // A range from one file to another (through a macro of a header) is as good as its begin.
  return {id, begin, begin_file == end_file && end > begin ? end : begin};
}

source::Span Locator::before(clang::SourceLocation close) {
  if (close.isInvalid()) return {};
  source::Span place = span({close, close});
  // Out of a macro comes the macro's use.
  if (sources_.text(place.file)[place.begin] != '>') return {};
  place.end = place.begin;
  return place;
}

model::Name Locator::name(const clang::StringLiteral& literal) {
  const std::string text = literal.getString().str();
  return {text, text.empty() ? span(literal.getSourceRange()) : part(literal, 0, text.size())};
}

source::Span Locator::part(const clang::StringLiteral& literal, std::size_t begin, std::size_t end) {
  const source::Span whole = span(literal.getSourceRange());
  const std::optional<std::size_t> content = content_begin(literal, whole);
  if (!content) return whole;
  return {whole.file, static_cast<std::uint32_t>(*content + begin), static_cast<std::uint32_t>(*content + end)};
}

void Locator::note_member(diagnostics::Diagnostic& diagnostic, const clang::DeclaratorDecl& member) {
  if (within(diagnostic.span, span(member.getSourceRange()))) return;
  diagnostic.notes.push_back({span({member.getLocation(), member.getLocation()}),
                              "used by member '" + member.getNameAsString() + "' here", std::nullopt});
}

std::optional<std::size_t> Locator::input(clang::SourceLocation location) const {
  const auto entry = manager_.getFileEntryRefForID(manager_.getFileID(manager_.getExpansionLoc(location)));
  if (!entry) return std::nullopt;
  const auto found = inputs_.find(entry->getUniqueID());
  if (found == inputs_.end()) return std::nullopt;
  return found->second.input;
}

bool Locator::in_system_header(clang::SourceLocation location) const {
  return manager_.isInSystemHeader(manager_.getExpansionLoc(location));
}

std::optional<std::size_t> Locator::content_begin(const clang::StringLiteral& literal,
                                                  const source::Span& whole) const {
  if (!whole.valid() || !literal.isOrdinary() || literal.getNumConcatenated() != 1) return std::nullopt;
  const std::string_view content(literal.getString().data(), literal.getString().size());
  const std::string_view text =
      std::string_view(sources_.text(whole.file)).substr(whole.begin, whole.end - whole.begin);
  const bool plain =
      text.size() == content.size() + 2 && text.front() == '"' && text.substr(1, content.size()) == content;
  if (!plain) return std::nullopt;
  return whole.begin + 1;
}

clang::SourceLocation Locator::end_of_token(clang::SourceLocation last) const {
  while (last.isMacroID()) {
    if (manager_.isMacroArgExpansion(last)) {
      last = manager_.getImmediateSpellingLoc(last);
      continue;
    }
    const clang::CharSourceRange expansion = manager_.getImmediateExpansionRange(last);
    last = expansion.getEnd();
    // The halves of a split '>>' are such an expansion, which ends at a character.
    if (expansion.isCharRange() && last.isFileID()) return last;
  }
  return last.getLocWithOffset(static_cast<int>(clang::Lexer::MeasureTokenLength(last, manager_, language_)));
}

source::FileId Locator::file(clang::FileID id) {
  const auto [entry, added] = files_.try_emplace(id, source::no_file);
  if (!added) return entry->second;
  std::string path = manager_.getFilename(manager_.getLocForStartOfFile(id)).str();
  if (const auto reference = manager_.getFileEntryRefForID(id)) {
    const auto input = inputs_.find(reference->getUniqueID());
    path = input != inputs_.end() ? input->second.path
                                  : llvm::sys::path::remove_leading_dotslash(reference->getName()).str();
  }
  entry->second = sources_.add(path, manager_.getBufferData(id).str());
  return entry->second;
}

}  // namespace partita::frontend_cpp
