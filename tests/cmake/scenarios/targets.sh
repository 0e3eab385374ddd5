# Several targets: in one directory, in several, used from elsewhere, one including what another one generates.
write_cmakelists <<'END'
add_subdirectory(app)
add_subdirectory(entities)
END
write app/CMakeLists.txt <<'END'
add_executable(app ../main.cpp)
target_link_libraries(app PRIVATE orders)
END
write entities/CMakeLists.txt <<'END'
add_library(orders)
target_link_libraries(orders PUBLIC contacts PRIVATE sessions)
target_include_directories(orders PUBLIC include)
partita_generate(TARGET orders HEADERS include/orders/order.hpp)

add_library(contacts)
target_include_directories(contacts PUBLIC ../include)
target_link_libraries(contacts PUBLIC sessions)
partita_generate(TARGET contacts HEADERS ../include/crm/contact.hpp)

add_library(sessions)
partita_generate(TARGET sessions SCHEMAS ../schemas/session.json)
END
write entities/include/orders/order.hpp <<'END'
#pragma once

#include "session.types.partita.hpp"

#include <crm/address.hpp>
#include <partita/annotations.hpp>

#include <string>

namespace orders {

struct Order {
  using partita_entity = partita::entity<"orders">;

  partita::partition_key<std::string> id{};
  crm::Address address{};
  decltype(crm::Session::user) user{};
};

}  // namespace orders
END

step "everything for editors: generates all, compiles nothing"
configure
build --target partita_headers
expect_runs 3
expect_compiled
expect_file entities/orders_partita/orders/order.partita.hpp
expect_file entities/contacts_partita/crm/contact.partita.hpp
expect_file entities/sessions_partita/session.types.partita.hpp

step "build"
build
run app/app
expect_runs 0
expect_compiled order.partita.cpp contact.partita.cpp session.partita.cpp main.cpp

step "one target's input changes"
sed -i 's/"user": "string"/"user": "int64"/' "$source_dir/schemas/session.json"
build
expect_runs 2
expect_compiled order.partita.cpp session.partita.cpp main.cpp

step "build again"
build
expect_runs 0
expect_compiled
