// Items past their time to live that the service has not deleted yet.
#include "servers.hpp"

#include "session.partita.hpp"

#include <partita/chrono.hpp>
#include <partita/transport.hpp>

#include <string>

namespace partita::test {
namespace {

std::string stored_session(const Client& client) {
  Reply reply;
  const std::string body = R"({"TableName":"sessions","Key":{"tenant_id":{"S":"t"},"session_id":{"S":"s"}}})";
  client.transport().send({"GetItem", "sessions", body, RetryClass::idempotent, {}}, reply);
  REQUIRE_FALSE(reply.error);
  return std::string(reply.body.view());
}

TEST_CASE("an upsert of an item that has expired keeps nothing of it", "[expiry]") {
  const Table<lab::SessionRepository> sessions(GENERATE(from_range(backend_ids())), "sessions");
  const std::string expires_at = GENERATE("1000", "4102444800");
  Reply reply;
  const std::string old =
      R"({"TableName":"sessions","Item":{"tenant_id":{"S":"t"},"session_id":{"S":"s"},"capsule_id":{"S":"c"},)"
      R"("created_at":{"N":"5"},"newer":{"S":"unknown"},"expires_at":{"N":")" +
      expires_at + R"("}}})";
  sessions.client().transport().send({"PutItem", "sessions", old, RetryClass::idempotent, {}}, reply);
  REQUIRE_FALSE(reply.error);

  lab::Session session;
  session.tenant_id = "t";
  session.session_id = "s";
  session.capsule_id = "c";
  session.expires_at = timestamp::from_seconds(4'102'444'800);
  const auto done = sessions->upsert(session);
  REQUIRE_OK(done);
  const bool has_expired = expires_at == "1000";
  CHECK(done.cost().requests == (has_expired ? 2 : 1));
  CHECK((stored_session(sessions.client()).find("unknown") == std::string::npos) == has_expired);
  CHECK(sessions->get("t", "s")->value().expires_at == session.expires_at);
}

}  // namespace
}  // namespace partita::test
