// error: say whose items these are: TeamReader{client, tenant_id}
#include "team.partita.hpp"

lab::TeamReader unscoped(const partita::Client& client) {
  return lab::TeamReader{client};
}
