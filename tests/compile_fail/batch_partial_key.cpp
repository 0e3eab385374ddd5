// error: a remove takes the whole key: each part of it, in order, by a value that its type holds without narrowing
#include "session.partita.hpp"

bool remove(const partita::Client& client, const lab::SessionRepository& sessions) {
  return static_cast<bool>(partita::write_batch(client).remove(sessions, "t-1").execute());
}
