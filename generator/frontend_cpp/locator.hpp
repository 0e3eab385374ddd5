// From clang's source locations to spans of the source set.
#pragma once

#include "diagnostics/diagnostic.hpp"
#include "model/type.hpp"
#include "source/source_set.hpp"

#include <clang/Basic/SourceLocation.h>
#include <llvm/Support/FileSystem/UniqueID.h>

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace clang {
class DeclaratorDecl;
class LangOptions;
class SourceManager;
class StringLiteral;
}  // namespace clang

namespace partita::frontend_cpp {

/// A header given to the tool, as clang knows it.
struct InputFile {
  std::size_t input = 0;  ///< index into Declared::inputs
  std::string path;       ///< as given
};

using InputFiles = std::map<llvm::sys::fs::UniqueID, InputFile>;

/// Adds each file that a span needs to the source set: inputs under the path as given, others as clang names them.
/// What a macro expands to is where the macro is used; a macro's argument is where it is written.
class Locator {
 public:
  Locator(const clang::SourceManager& manager, const clang::LangOptions& language, const InputFiles& inputs,
          source::SourceSet& sources)
      : manager_(manager), language_(language), inputs_(inputs), sources_(sources) {}

  /// The text from the first byte of the first token to the last byte of the last one.
  source::Span span(clang::SourceRange tokens);

  /// The empty place before a closing '>'; invalid if that is not written as such.
  source::Span before(clang::SourceLocation close);

  /// The name that a literal spells. Its span is the text between the quotes if that is the name byte for byte, else
  /// the whole literal.
  model::Name name(const clang::StringLiteral& literal);

  /// The part of a literal's name that is [begin, end), or the whole literal where the two differ.
  source::Span part(const clang::StringLiteral& literal, std::size_t begin, std::size_t end);

  /// Adds a note at the member unless the diagnostic points into the member's own declaration. What is wrong with a
  /// member can stand in an alias that it uses.
  void note_member(diagnostics::Diagnostic& diagnostic, const clang::DeclaratorDecl& member);

  /// Whether the first span lies in the second.
  static bool within(const source::Span& part, const source::Span& whole) {
    return part.file == whole.file && part.begin >= whole.begin && part.end <= whole.end;
  }

  /// The input whose text holds the location.
  std::optional<std::size_t> input(clang::SourceLocation location) const;

  bool in_system_header(clang::SourceLocation location) const;

 private:
  std::optional<std::size_t> content_begin(const clang::StringLiteral& literal, const source::Span& whole) const;
  clang::SourceLocation end_of_token(clang::SourceLocation last) const;
  source::FileId file(clang::FileID id);

  const clang::SourceManager& manager_;
  const clang::LangOptions& language_;
  const InputFiles& inputs_;
  source::SourceSet& sources_;
  std::map<clang::FileID, source::FileId> files_;
};

}  // namespace partita::frontend_cpp
