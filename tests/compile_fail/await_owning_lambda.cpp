// error: capture by reference, or name the lambda first: g++ 12 would destroy its copies twice
#include "lab/contact.partita.hpp"

#include <partita/async.hpp>

partita::Task<bool> wrong(partita::EventLoop& loop, const lab::ContactRepository& contacts, std::string id) {
  const auto found = co_await loop.call([&contacts, id] { return contacts.get(id, "t-1"); });
  co_return found && found->has_value();
}
