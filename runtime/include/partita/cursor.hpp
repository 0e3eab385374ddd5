// Where a query goes on, as text that a program may hand to its own clients.
//
//   auto found = contacts.by_account("a-9").max_items(50).all();
//   if (found && found->next()) ...  the Result has it: found.next()->to_string()
//
//   auto cursor = partita::Cursor::parse(text);
//   if (!cursor) return report(cursor.error());
//   auto rest = contacts.by_account("a-9").max_items(50).after(*cursor).all();
#pragma once

#include <partita/result.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace partita::inline epoch1 {

/// A secret that signs cursors. Keep it where credentials are kept.
struct CursorKey {
  std::string id;      ///< stands in each cursor, so that a ring of keys can be turned; 1 to 255 bytes
  std::string secret;  ///< 32 bytes or more, random
};

/// The place behind the last item that a query gave out. Signed by HMAC-SHA256 and bound to the query: entity, table,
/// index, tenant, conditions, filter and order. It is not encrypted: who has it can read the key of that item. It does
/// not age. A plain value.
class Cursor {
 public:
  /// Fails with `invalid_argument` on a text that is no cursor, or one of a later version. Whether it is genuine and
  /// of the query is looked at when a query is run, before anything is sent.
  static Result<Cursor> parse(std::string_view text);

  /// Letters, digits, `-` and `_`, which URLs take as they are.
  const std::string& to_string() const { return text_; }

  friend bool operator==(const Cursor&, const Cursor&) = default;

 private:
  explicit Cursor(std::string text) : text_(std::move(text)) {}
  friend class CursorSigner;

  std::string text_;
};

}  // namespace partita::inline epoch1
