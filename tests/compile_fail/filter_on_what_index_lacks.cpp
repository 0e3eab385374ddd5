// error: a filter cannot name an attribute that this index does not hold
#include "session.partita.hpp"

auto wrong(const lab::SessionRepository& sessions) {
  return sessions.by_capsule("c").where(lab::SessionFields::roles.contains("admin")).all();
}
