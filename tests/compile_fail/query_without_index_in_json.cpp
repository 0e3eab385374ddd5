// error: no key or index of 'Session' serves this condition: add index "by_session_id": {"partition": ["session_id"]}
#include "session.partita.hpp"

auto wrong(const lab::SessionRepository& sessions) {
  return sessions.query(lab::SessionFields::session_id == "x" && lab::SessionFields::roles.contains("admin")).all();
}
