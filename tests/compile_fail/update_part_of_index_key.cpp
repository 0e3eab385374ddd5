// error: 'due_at' is part of a composed key: set_state_and_due_at(...) sets all of its parts
#include "ticket.partita.hpp"

void postpone(const lab::TicketRepository& tickets, std::chrono::sys_time<std::chrono::milliseconds> to) {
  auto update = tickets.update("support", 7);
  update.set_due_at(to);
}
