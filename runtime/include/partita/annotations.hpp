// The annotations that turn a struct into a DynamoDB entity, for generators and people alike.
//
//   struct Session {
//     using partita_entity = partita::entity<"sessions",
//                                            partita::access_pattern<"of_user", "user_id, created_at desc">>;
//
//     partita::partition_key<std::string>                                          id{};
//     partita::attribute<std::string, partita::gsi_partition<"by_user">>           user_id{};
//     partita::attribute<partita::timestamp, partita::gsi_sort<"by_user">>         created_at{};
//     partita::ttl<partita::timestamp>                                             expires_at{};
//     std::optional<std::string>                                                   device{};
//   };
//
// What can be said about a member is in <partita/annotations/attribute.hpp>, what can be said about the struct in
// <partita/annotations/entity.hpp>; how a type of your own is stored, in <partita/converter.hpp>. This header includes
// all of them.
//
// An annotation around a type is an alias: `partita::partition_key<std::string>` is `std::string`. So the struct stays
// the aggregate it would be without annotations, costs nothing at run time, and every other library sees plain types.
// The compiler checks the names of annotations and the types of keys; `partita check` checks all the rest.
//
// * A member without annotation is an attribute too. Static members are not.
// * The attribute is stored under the member's name, or under the name that `rename` gives.
// * A member that is a `std::optional`, or that has an initialiser other than `{}`, may be absent from a stored item.
//   Any other member that is absent when an item is read is an error.
// * `partita::ignored<T>` is a member that is not stored.
// * Members of base classes come first and count as if they were written in the struct itself.
// * An annotation stands outermost in the member's type. `std::optional<partita::ttl<...>>` is refused.
// * Write `partita::` each time: after `using namespace partita;` a member named `version` or `ttl` does not compile.
//
// This header needs C++20 and includes nothing heavy. It can be used where neither Partita's runtime nor LLVM is.
#pragma once

#if __cplusplus < 202002L
#error partita/annotations.hpp needs C++20: compile with -std=c++20 or a later standard
#else

#include <partita/annotations/attribute.hpp>
#include <partita/annotations/entity.hpp>

#endif
