#include "frontend_cpp/function_body.hpp"

#include <clang/AST/DeclBase.h>
#include <clang/Basic/LangOptions.h>
#include <clang/Basic/SourceManager.h>
#include <clang/Basic/TokenKinds.h>
#include <clang/Lex/Lexer.h>
#include <clang/Lex/Token.h>

namespace partita::frontend_cpp {

bool body_names_entity(const clang::Decl& function, const clang::SourceManager& manager,
                       const clang::LangOptions& language) {
  constexpr llvm::StringLiteral prefix("partita_");
  const auto is_alias = [](llvm::StringRef word) {
    return word == "partita_entity" || word == "partita_view" || word == "partita_collection";
  };
  const auto [file, offset] = manager.getDecomposedLoc(manager.getFileLoc(function.getLocation()));
  const llvm::StringRef text = manager.getBufferData(file);
  if (text.find(prefix, offset) == llvm::StringRef::npos) return false;

  clang::Lexer lexer(manager.getLocForStartOfFile(file), language, text.begin(), text.begin() + offset, text.end());
  unsigned parentheses = 0;
  unsigned braces = 0;
  bool complete = false;
  for (clang::Token token; !lexer.LexFromRawLexer(token);) {
    // After `: member{1}` in a constructor comes a comma or the body itself.
    if (complete && !token.isOneOf(clang::tok::comma, clang::tok::l_brace)) return false;
    complete = false;
    if (token.is(clang::tok::l_paren)) ++parentheses;
    if (token.is(clang::tok::r_paren) && parentheses != 0) --parentheses;
    if (token.is(clang::tok::l_brace)) ++braces;
    if (token.is(clang::tok::r_brace) && braces != 0) complete = --braces == 0 && parentheses == 0;
    if (token.is(clang::tok::semi) && braces == 0) return false;
    if (braces != 0 && token.is(clang::tok::raw_identifier) && is_alias(token.getRawIdentifier())) return true;
  }
  return false;
}

}  // namespace partita::frontend_cpp
