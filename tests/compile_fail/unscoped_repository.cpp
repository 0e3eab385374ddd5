// error: say whose items these are: DocumentRepository{client, tenant_id}
#include "document.partita.hpp"

lab::DocumentRepository unscoped(const partita::Client& client) {
  return lab::DocumentRepository{client};
}
