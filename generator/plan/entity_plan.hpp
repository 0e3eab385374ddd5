// Everything that is decided about one entity before text is made: names, types, queries, tables of members.
#pragma once

#include "model/schema.hpp"
#include "plan/access_key.hpp"
#include "plan/field_plan.hpp"
#include "plan/method_names.hpp"
#include "plan/scope.hpp"
#include "plan/type_use.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace partita::plan {

/// A key that is composed from other attributes.
struct TemplatePlan {
  struct Part {
    std::size_t attribute = 0;
    std::string before;  ///< the literal
    model::PartForm form = model::PartForm::plain;
    unsigned digits = 0;
    bool shard = false;  ///< the number of the write shard that the attribute chooses
  };

  std::string name;  ///< of its constant: `sk_template`
  std::vector<Part> parts;
  std::string tail;  ///< the literal behind the last part
};

/// The lookup or unique constraint of an attribute.
struct CompanionPlan {
  std::size_t attribute = 0;
  TemplatePlan key;                ///< `tags_lookup`
  std::vector<std::string> parts;  ///< the `partita::StoredPart` of each; empty: all are plain
  std::uint64_t max = 1;
  bool unique = false;
  std::string element_type;  ///< of a lookup: what a query is asked for, `std::string_view`
};

/// An attribute as the repository's interface shows it.
struct AttributePlan {
  std::string name;            ///< as stored
  std::string field;           ///< the member; of a composed attribute, its name beside them
  std::string alias;           ///< `#status`; empty: expressions take the name itself
  std::string member_type;     ///< `std::optional<std::string>`
  std::string parameter_type;  ///< `std::string_view`
  std::string parameter;       ///< the name of a parameter for it
  std::string local;           ///< the name of a variable for it, while the item is read
  std::string comparison;      ///< what its values are compared as: `std::int64_t`
  FieldType type;              ///< of its field
  std::string place;           ///< its number, by which the types of conditions know it: `3`
  Form form = Form::plain;
  std::string step_type;                 ///< of what is added to a number: `std::int64_t`, whatever its width
  std::optional<std::string> constant;   ///< the text that it has in every item
  std::optional<TemplatePlan> composed;  ///< from other attributes: there is no member
  bool sensitive = false;                ///< no error shows it
};

/// A structure, as items store it.
struct StructPlan {
  struct Member {
    std::string field;
    std::string name;  ///< as stored
    Tag tag = Tag::S;
    Form form = Form::plain;
    std::string need;                    ///< `wire::required`
    std::size_t attribute = 0;           ///< of the entity; unused in nested structures
    bool only_checked = false;           ///< the structure has no member for it
    std::vector<std::string> decoded{};  ///< of a composed key in a narrow index: what its parts are read into
  };

  std::string type;     ///< `Contact`, `Outer::Task`
  std::string members;  ///< the enumeration of its members: `ContactMember`
  std::string table;    ///< the table of its members: `contact_members`
  std::string order;    ///< `contact`
  std::vector<Member> list;
  bool written = true;          ///< false: only read, from a narrow index
  bool decodes_tenant = false;  ///< from a key: the entries hold it nowhere else
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
  bool in_key = false;    ///< composed into a key
  bool from_key = false;  ///< and read from one
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

/// Asks for some of what the sort key is made from, left to right: all but the last are equal.
struct SortMethodPlan {
  std::string name;
  std::vector<std::size_t> before;
  std::size_t last = 0;
  Condition condition = Condition::range;
};

/// The query on the table's key or on an index.
struct QueryPlan {
  std::string method;      ///< `by_role`
  std::string class_name;  ///< `ByRole`
  std::string index;       ///< as stored; empty: the table
  bool local = false;
  std::vector<std::size_t> partition;   ///< positions of the attributes, as stored
  std::vector<std::size_t> parameters;  ///< what they are made from
  std::vector<std::size_t> sort;        ///< as stored
  std::vector<SortMethodPlan> sort_methods;
  bool binds_tenant = false;                 ///< the sort key begins with the tenant; it is not in `sort`
  bool filters_tenant = false;               ///< its partitions hold items of several tenants
  bool filters_type = false;                 ///< its keys may belong to other entities of the table
  std::optional<ProjectionPlan> projection;  ///< none: whole items
  std::vector<std::string> projected;        ///< names beside the keys, for the comment; of a narrow index
  std::vector<std::size_t> keys;             ///< where an item stands: the key that is read, then others of the table's
  std::vector<std::size_t> own_partition;    ///< the key that is read, as stored
  std::vector<std::size_t> own_sort;
  std::vector<std::size_t> given;     ///< of that key, what the repository itself binds: constants, the tenant
  std::vector<std::size_t> held;      ///< what entries hold, of a narrow index; empty: whole items
  bool plannable = false;             ///< a condition can be split into its key condition and a filter
  std::optional<std::size_t> lookup;  ///< position in EntityPlan::companions: it reads their items
  bool skips_companions = false;      ///< its keys may be those of lookup items and unique constraints
  std::optional<std::size_t> ttl;     ///< by which a filter drops expired items; none: it can't, or there is none
};

/// What a condition is told that no key serves, by the first attribute that it compares.
struct UnservedPlan {
  std::size_t attribute = 0;
  std::string advice;  ///< `add partita::gsi_partition<"by_phone"> to 'phone'`; empty: there is such a key
};

/// A method that no update has: what sets a part of a composed key alone.
struct RefusedSetPlan {
  std::string name;    ///< `set_status`
  std::string advice;  ///< `'status' is part of a composed key: set_status_and_due_at(...) sets all of its parts`
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
  std::vector<std::size_t> key;                ///< positions of what the table's key is made from
  std::vector<std::size_t> stored_key;         ///< partition key, sort key if there is one
  std::vector<CompanionPlan> companions;       ///< the extra items that its writes keep
  std::vector<std::size_t> companion_sources;  ///< what decides on them beside the table's key
  std::vector<UpdateMethods> updates;
  std::vector<RefusedSetPlan> refused_sets;
  std::vector<std::size_t>
      kept_by_update;  ///< parts of index keys that no update changes: the tenant, parts of the table's key
  std::optional<std::size_t> discriminator;
  std::optional<std::size_t> version;
  std::optional<std::size_t> ttl;
  std::optional<std::size_t> created_at;
  std::optional<std::size_t> updated_at;
  std::vector<QueryPlan> queries;  ///< the table's first
  std::vector<UnservedPlan> unserved;
  std::vector<ViewPlan> views;
  std::optional<std::size_t> tenant;  ///< the attribute that says whose item it is
  std::string tenant_type;            ///< `std::string`
  bool tenant_outside_key = false;    ///< a key may be that of another tenant's item: writes ask whose it is
  std::vector<std::uint64_t> shards;  ///< numbers of write shards, oldest first; empty: there are none
  std::string scan_reason;            ///< why the table may be read as a whole; empty: it may not
  std::int64_t cached_seconds = 0;    ///< how long a cache may serve an item; 0: not at all
  std::size_t global_indexes = 0;
  std::size_t local_indexes = 0;
  std::vector<StructPlan> structs;  ///< the entity first, then what it holds, then what narrow indexes return
  std::vector<EnumPlan> enums;
  std::vector<StructureFields> structures;  ///< the fields of what attributes hold
  bool uses_chrono = false;                 ///< some member is a std::chrono time point
  bool shares_table = false;                ///< with other entities
  bool in_collection = false;               ///< a collection reads its items
  bool leads_collection = false;            ///< and asks for the partition by its key
  std::vector<std::string> table_body;      ///< CreateTable, in pieces of a line
};

/// Whether conditions know the attribute by a number.
bool is_numbered(const AttributePlan& attribute);

EntityPlan plan_entity(const model::Schema& schema, const model::Entity& entity);

}  // namespace partita::plan
