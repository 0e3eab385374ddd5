// Entities whose writes need more items than one: they can be read, and have no writes yet.
#include "scripted_transport.hpp"

#include "member.partita.hpp"

#include <catch2/catch.hpp>

namespace partita::test {
namespace {

using lab::Member;
using lab::MemberRepository;

template <class R>
concept has_create = requires(const R& repository, const Member& member) { repository.create(member); };
template <class R>
concept has_put = requires(const R& repository, const Member& member) { repository.put(member); };
template <class R>
concept has_remove = requires(const R& repository) { repository.remove("id"); };
template <class R>
concept has_update = requires(const R& repository) { repository.update("id"); };
static_assert(!has_create<MemberRepository> && !has_put<MemberRepository> && !has_remove<MemberRepository> &&
              !has_update<MemberRepository>);

TEST_CASE("an entity with a unique constraint can be read", "[reads only]") {
  const Scripted<MemberRepository> members;
  members.transport->answer(R"({"Item": {"id": {"S": "m-1"}, "email": {"S": "a@b"}, "club": {"S": "chess"}}})");
  const auto member = members->get("m-1");
  REQUIRE(member);
  CHECK(member->value().email == "a@b");
  members.transport->answer(R"({"Count": 0, "ScannedCount": 0, "Items": []})");
  CHECK(members->by_club("chess").all());
}

}  // namespace
}  // namespace partita::test
