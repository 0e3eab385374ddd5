#pragma once

#include <partita/annotations.hpp>

struct Base {
  int number{};
};

struct NoAlias {
  using partita_entity = int;
};

class Hidden {
  using partita_entity = partita::entity<"hidden">;

 public:
  partita::partition_key<int> id{};
};

union Either {
  using partita_entity = partita::entity<"either">;
  partita::partition_key<int> id;
};

template <class T>
struct Box {
  using partita_entity = partita::entity<"boxes">;
  partita::partition_key<T> id{};
};

namespace {

struct Unnamed {
  using partita_entity = partita::entity<"unnamed">;
  partita::partition_key<int> id{};
};

}  // namespace

class Outer {
  struct Inner {
    using partita_entity = partita::entity<"inner">;
    partita::partition_key<int> id{};
  };
};

struct NeedsNumber {
  using partita_entity = partita::entity<"numbers">;
  explicit NeedsNumber(int number);
  partita::partition_key<int> id{};
};

struct Virtual : virtual Base {
  using partita_entity = partita::entity<"virtual">;
  partita::partition_key<int> id{};
};

struct Private : private Base {
  using partita_entity = partita::entity<"private">;
  partita::partition_key<int> id{};
};

inline void local() {
  struct Local {
    using partita_entity = partita::entity<"local">;
    partita::partition_key<int> id{};
  };
}
