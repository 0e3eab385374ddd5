// error: all_as takes a view of this entity, and only where whole items are read
#include "document.partita.hpp"
#include "note.partita.hpp"

bool foreign(const lab::DocumentRepository& documents) {
  return documents.by_shelf().all_as<lab::NoteCard>().has_value();
}
