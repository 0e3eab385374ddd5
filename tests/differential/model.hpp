// A random schema: what a random JSON schema and the program that uses its repositories are made from.
#pragma once

#include "random.hpp"

#include <string>
#include <vector>

namespace differential {

struct Attribute {
  std::string name;
  std::string json;  ///< its type in the schema: `set<string>`
  std::string cpp;   ///< and in generated structs, but for std::optional
  bool optional = false;
};

struct Index {
  std::string name;
  bool local = false;
  Attribute partition;  ///< of a global one
  std::string sort;     ///< empty: none
  std::string sort_cpp;
  std::string projection;  ///< JSON; empty: whole items
};

struct Entity {
  std::string name;
  std::string table;
  bool composed = false;              ///< the keys are made from their parts
  std::string discriminator;          ///< its value; empty: none
  std::string tenant;                 ///< attribute; empty: none. Then it is the partition key, and has no part.
  Attribute partition;                ///< the key attribute, or the part that a composed key is made of
  std::vector<Attribute> sort;        ///< none or one
  std::vector<Attribute> attributes;  ///< others
  std::vector<Index> indexes;
  std::vector<std::string> view;  ///< attributes of `Entity0Card`; empty: no view
  std::string shards;             ///< the history of counts, as in JSON: `2, 3`; empty: no shards
  bool companions = false;        ///< a lookup by `tags`, and `slug` is unique
  bool version = false;
  bool ttl = false;
  bool times = false;  ///< created-at and updated-at
  bool scans = false;
};

/// A list `of_` each of some entities that share a partition key.
struct Collection {
  std::string name;
  std::vector<std::string> entities;
};

struct Model {
  std::vector<Entity> entities;
  std::vector<Collection> collections;
};

Model random_model(Rng& rng);

/// The JSON schema, in namespace `model`.
std::string schema_text(const Model& model);

/// The program's part that knows the model: `void differential::add_operations(Operations&)` and the rest of
/// operations.hpp.
std::string operations_text(const Model& model, Rng& rng);

}  // namespace differential
