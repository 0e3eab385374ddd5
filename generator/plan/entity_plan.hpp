// Everything that is decided about one entity before text is made: names, types, queries, tables of members.
#pragma once

#include "model/schema.hpp"
#include "plan/scope.hpp"
#include "plan/type_use.hpp"

#include <optional>
#include <string>
#include <vector>

namespace partita::plan {

/// An attribute as the repository's interface shows it.
struct AttributePlan {
  std::string name;            ///< as stored
  std::string field;           ///< the member
  std::string alias;           ///< `#status`; empty: expressions take the name itself
  std::string member_type;     ///< `std::optional<std::string>`
  std::string parameter_type;  ///< `std::string_view`
  std::string parameter;       ///< the name of a parameter for it
  std::string comparison;      ///< the last template argument of partita::Field
  std::string encoder;         ///< `encode`, `encode_seconds`, `encode_number`; empty: partita::Field knows
  Form form = Form::plain;
  bool removable = false;  ///< an item may lack it
  bool sensitive = false;  ///< no error shows it
};

/// A structure, as items store it.
struct StructPlan {
  struct Member {
    std::string field;
    std::string name;  ///< as stored
    Tag tag = Tag::S;
    Form form = Form::plain;
    std::string need;  ///< `wire::required`
  };

  std::string type;     ///< `Contact`, `Outer::Task`
  std::string members;  ///< the enumeration of its members: `ContactMember`
  std::string table;    ///< the table of its members: `contact_members`
  std::string order;    ///< `contact`
  std::vector<Member> list;
  bool written = true;  ///< false: only read, from a narrow index
};

/// An enumeration that is stored by name.
struct EnumPlan {
  struct Enumerator {
    std::string value;  ///< `Status::active`
    std::string name;   ///< as stored
  };

  std::string type;
  std::string table;  ///< `status_names`
  std::vector<Enumerator> list;
};

/// What the query of a narrow index returns.
struct ProjectionPlan {
  struct Member {
    std::string type;
    std::string field;
  };

  std::string type;   ///< `SessionByCapsuleItem`
  std::string codec;  ///< `by_capsule_codec`
  std::vector<Member> members;
};

/// The query on the table's key or on an index.
struct QueryPlan {
  std::string method;      ///< `by_role`
  std::string class_name;  ///< `ByRole`
  std::string index;       ///< as stored; empty: the table
  bool local = false;
  std::size_t partition = 0;  ///< position of the attribute
  std::optional<std::size_t> sort;
  std::string sort_method;
  std::optional<ProjectionPlan> projection;  ///< none: whole items
  std::vector<std::string> projected;        ///< names beside the keys, for the comment; of a narrow index
};

/// A structure with some of the entity's attributes.
struct ViewPlan {
  std::string type;   ///< `ContactCard`
  std::string stem;   ///< what its codec is named after: `ContactCard`, or `OuterContactCard`
  std::string codec;  ///< `contact_card_codec`
  std::vector<std::size_t> attributes;
  std::vector<std::size_t> requested;  ///< these and the keys of the table
};

struct EntityPlan {
  std::string type;      ///< `Contact`, or `Outer::Contact`
  std::string stem;      ///< what the generated classes are named after: `Contact`, `OuterContact`
  std::string variable;  ///< `contact`
  std::string detail;    ///< the namespace of the codec: `detail_contact`
  std::string codec;     ///< its partita::EntityCodec: `contact_codec`
  std::string table;     ///< as stored
  std::vector<AttributePlan> attributes;
  std::vector<std::size_t> key;  ///< positions: partition key, sort key if there is one
  std::vector<std::size_t> updatable;
  std::optional<std::size_t> version;
  std::optional<std::size_t> ttl;
  std::optional<std::size_t> created_at;
  std::optional<std::size_t> updated_at;
  std::vector<QueryPlan> queries;  ///< the table's first
  std::vector<ViewPlan> views;
  bool writes = true;              ///< false: what else a write must store is not generated yet
  std::string scan_reason;         ///< why the table may be read as a whole; empty: it may not
  std::size_t global_indexes = 0;
  std::size_t local_indexes = 0;
  std::vector<StructPlan> structs;  ///< the entity first, then what it holds, then what narrow indexes return
  std::vector<EnumPlan> enums;
  bool uses_chrono = false;             ///< some member is a std::chrono time point
  std::vector<std::string> table_body;  ///< CreateTable, in pieces of a line
};

EntityPlan plan_entity(const model::Schema& schema, const model::Entity& entity);

}  // namespace partita::plan
