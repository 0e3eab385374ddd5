// Walks over the rows that a statement gives.
#pragma once

#include "embedded/store/sqlite_session.hpp"
#include "embedded/store/store.hpp"

#include <optional>
#include <string>
#include <utility>

namespace partita::inline epoch1::embedded {

/// The session and `failure` outlive it.
class RowCursor final : public Cursor {
 public:
  RowCursor(SqliteSession& session, Space space, RowStatement which, std::optional<Refusal>& failure)
      : session_(session), space_(space), which_(which), failure_(failure), statement_(session.take(space, which)) {}
  ~RowCursor() override {
    if (statement_) session_.give_back(space_, which_, std::move(statement_));
  }

  // What is bound is kept here.
  std::string partition;
  std::string from;
  std::string to;
  SqliteStatement& statement() { return statement_; }
  void fail(Refusal refusal) {
    if (!failure_) failure_ = std::move(refusal);
  }

  bool next(Row& row) override;

 private:
  SqliteSession& session_;
  Space space_;
  RowStatement which_;
  std::optional<Refusal>& failure_;
  SqliteStatement statement_;
  bool ended_ = false;
};

}  // namespace partita::inline epoch1::embedded
