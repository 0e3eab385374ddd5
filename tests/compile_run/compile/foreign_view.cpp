// rejected: view_of
#include "document.partita.hpp"
#include "note.partita.hpp"

bool foreign(const lab::DocumentRepository& documents) {
  return documents.by_shelf().all_as<lab::NoteCard>().has_value();
}
