#include "embedded/store/sqlite_cursor.hpp"

#include "embedded/store/store_failures.hpp"

#include <sqlite3.h>

#include <cstdint>
#include <utility>

namespace partita::inline epoch1::embedded {

bool RowCursor::next(Row& row) {
  if (ended_ || failure_) return false;
  const int code = statement_ ? statement_.step() : SQLITE_ERROR;
  if (code == SQLITE_ROW) {
    row = {statement_.bytes(0), statement_.bytes(1), statement_.bytes(2),
           static_cast<std::uint32_t>(statement_.integer(3))};
    return true;
  }
  ended_ = true;
  if (code != SQLITE_DONE) fail(store_failed(session_.connection().path(), session_.connection().error()));
  return false;
}

}  // namespace partita::inline epoch1::embedded
