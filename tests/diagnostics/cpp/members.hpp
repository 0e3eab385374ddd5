#pragma once

#include <partita/annotations.hpp>

#include <string>

class Account {
 public:
  using partita_entity = partita::entity<"accounts">;

  partita::partition_key<std::string> id{};
  const int limit = 3;
  volatile int counter{};
  unsigned flags : 3;
  union {
    int number;
    float fraction;
  };
  static partita::attribute<int, partita::rename<"n">> shared;

 protected:
  int hidden{};

 private:
  int secret{};
};
