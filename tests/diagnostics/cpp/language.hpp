#pragma once

#include <partita/annotations.hpp>

#include <optional>
#include <string>
#include <vector>

struct Money {
  int cents = 0;
};

template <>
struct partita::converter<Money> {
  using stored_type = int;
  static int to_stored(const Money& money) { return money.cents; }
};

struct Order {
  using partita_entity = partita::entity<
      "orders", partita::composed_sort_key<"sk", "ORDER">,
      // expected-error@+1 [malformed-key-template]: unknown form 'O' in a key template
      partita::composed_partition_key<"pk", "ORDER#{id:O}">,
      // expected-error@+1 [malformed-quantity]: unexpected '/sec' in a rate; expected '/s', '/min', '/h' or
      partita::write_rate<"5/sec">,
      // expected-error@+1 [malformed-quantity]: the duration has no unit; write 's', 'm', 'h' or 'd' behind the number
      partita::cached<"300">,
      // expected-error@+1 [conflicting-annotations]: a second 'partita::cached' on entity 'Order'; keep one of them
      partita::cached<"5m">,
      // expected-error@+1 [malformed-quantity]: unexpected 'MB' in a size; expected 'B' or 'KB'
      partita::access_pattern<"one", "id", partita::item_size<"2MB">>,
      // expected-error@+1 [malformed-access-pattern]: access pattern 'all': '*' asks for every item, so nothing else
      partita::access_pattern<"all", "*, id">>;

  std::string id{};
  // expected-error@+1 [unsupported-type]: type 'Money' of member 'price' cannot be stored: its partita::converter
  Money price{};
  // expected-error@+1 [malformed-key-template]: '}' without '{' in a key template
  partita::attribute<std::string, partita::unique<"EMAIL#email}">> email{};
};

struct Card {
  using partita_view = partita::view<Order>;
  std::string id{};
  // expected-error@+1 [annotation-without-effect]: 'partita::unique' has no effect on member 'email' of view
  partita::attribute<std::string, partita::unique<"EMAIL#{email}">> email{};
};

struct Shop {
  using partita_collection = partita::collection;
  std::vector<Order> orders{};
  // expected-error@+1 [unsupported-member]: member 'open' of item collection 'Shop' holds no entity; use
  int open{};
};
