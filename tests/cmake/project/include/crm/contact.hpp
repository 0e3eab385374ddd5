#pragma once

#include "crm/address.hpp"

#include <partita/annotations.hpp>

#include <string>

namespace crm {

struct Contact {
  using partita_entity = partita::entity<"contacts">;

  partita::partition_key<std::string> id{};
  Address address{};
};

}  // namespace crm
