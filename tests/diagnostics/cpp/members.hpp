#pragma once

#include <partita/annotations.hpp>

#include <string>

class Account {
 public:
  using partita_entity = partita::entity<"accounts">;

  partita::partition_key<std::string> id{};
  // expected-error@+1 [unsupported-member]: 'limit' is const, so it cannot be set when an item is read; remove
  const int limit = 3;
  // expected-error@+1 [unsupported-member]: 'counter' is volatile; remove 'volatile'
  volatile int counter{};
  // expected-error@+1 [unsupported-member]: 'flags' is a bit-field; use an integer of 8 to 64 bits
  unsigned flags : 3;
  // expected-error@+2 [unsupported-member]: a member without a name cannot be an attribute; give it a name
  // expected-error@+1 [invalid-attribute-name]: an attribute of 'Account' has an empty name; give it one
  union {
    int number;
    float fraction;
  };
  // expected-error@+1 [annotation-without-effect]: 'partita::attribute' has no effect on static member 'shared',
  static partita::attribute<int, partita::rename<"n">> shared;

 protected:
  // expected-error@+1 [unsupported-member]: 'hidden' is not public, so generated code cannot read or set it; make it
  int hidden{};

 private:
  // expected-error@+1 [unsupported-member]: 'secret' is not public, so generated code cannot read or set it; make it
  int secret{};
};
