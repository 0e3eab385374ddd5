#pragma once

#include <partita/annotations.hpp>

struct Base {
  int number{};
};

struct NoAlias {
  // expected-error@+1 [malformed-entity]: 'partita_entity' must name partita::entity<"table", ...>
  using partita_entity = int;
};

class Hidden {
  // expected-error@+1 [malformed-entity]: 'partita_entity' of 'Hidden' is not public; move it to the public part
  using partita_entity = partita::entity<"hidden">;

 public:
  partita::partition_key<int> id{};
};

// expected-error@+1 [unsupported-entity]: 'Either' cannot be an entity: a union does not say which member it holds;
union Either {
  using partita_entity = partita::entity<"either">;
  partita::partition_key<int> id;
};

template <class T>
// expected-error@+1 [unsupported-entity]: 'Box' cannot be an entity: a class template has no name of its own to
struct Box {
  using partita_entity = partita::entity<"boxes">;
  partita::partition_key<T> id{};
};

namespace {

// expected-error@+1 [unsupported-entity]: 'Unnamed' cannot be an entity: it is in an unnamed namespace, so generated
struct Unnamed {
  using partita_entity = partita::entity<"unnamed">;
  partita::partition_key<int> id{};
};

}  // namespace

class Outer {
  // expected-error@+1 [unsupported-entity]: 'Outer::Inner' cannot be an entity: it is not public, so generated code
  struct Inner {
    using partita_entity = partita::entity<"inner">;
    partita::partition_key<int> id{};
  };
};

// expected-error@+1 [unsupported-entity]: 'NeedsNumber' cannot be an entity: it has no public default constructor,
struct NeedsNumber {
  using partita_entity = partita::entity<"numbers">;
  explicit NeedsNumber(int number);
  partita::partition_key<int> id{};
};

// expected-error@+1 [unsupported-entity]: 'Virtual' cannot be an entity: its base 'Base' is virtual; derive without
struct Virtual : virtual Base {
  using partita_entity = partita::entity<"virtual">;
  partita::partition_key<int> id{};
};

// expected-error@+1 [unsupported-entity]: 'Private' cannot be an entity: its base 'Base' is not public, so generated
struct Private : private Base {
  using partita_entity = partita::entity<"private">;
  partita::partition_key<int> id{};
};

inline void local() {
  // expected-error@+1 [unsupported-entity]: 'Local' cannot be an entity: it is local to a function, so generated
  struct Local {
    using partita_entity = partita::entity<"local">;
    partita::partition_key<int> id{};
  };
}
