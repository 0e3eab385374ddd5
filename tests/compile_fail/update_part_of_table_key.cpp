// error: 'queue' is part of the key of the table, which never changes
#include "ticket.partita.hpp"

bool move(const lab::TicketRepository& tickets) {
  return static_cast<bool>(tickets.update("support", 7).set_queue("sales").execute());
}
