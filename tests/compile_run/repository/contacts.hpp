// A contact, as a value and as the service stores it.
#pragma once

#include "scripted_transport.hpp"

#include "lab/contact.partita.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace partita::test {

using lab::Contact;
using lab::ContactFields;
using lab::ContactRepository;
using lab::Status;

using Contacts = Scripted<ContactRepository>;

inline Contact sample() {
  return {.id = "c-1",
          .tenant_id = "t-1",
          .account_id = "a-9",
          .role = "cto",
          .department = "eng",
          .status = Status::gone,
          .created_at = timestamp::from_milliseconds(1700000000123),
          .name = "Zoë",
          .phone = "+49",
          .score = -3,
          .rating = 4.5,
          .revision = 3};
}

inline Json stored_sample() {
  return Json::parse(R"({
    "id": {"S": "c-1"}, "tenant_id": {"S": "t-1"}, "account_id": {"S": "a-9"}, "role": {"S": "cto"},
    "department": {"S": "eng"}, "status": {"S": "gone"}, "created_at": {"N": "1700000000123"}, "name": {"S": "Zoë"},
    "phone": {"S": "+49"}, "score": {"N": "-3"}, "rating": {"N": "4.5"}, "revision": {"N": "3"}})");
}

/// What is stored of `sample()` with another version: 1 when it is created, the next one when it is put.
inline Json stored_version(int version) {
  Json item = stored_sample();
  item["revision"]["N"] = std::to_string(version);
  return item;
}

/// The stored form of `sample()` with another id.
inline Json stored(const std::string& id) {
  Json item = stored_sample();
  item["id"]["S"] = id;
  return item;
}

/// The answer to a Query. `last_id` is where the page ended; empty for the last page.
inline std::string page(const std::vector<std::string>& ids, const std::string& last_id = {}, double units = 0.5) {
  Json answer{{"Count", ids.size()}, {"ScannedCount", ids.size() + 1}, {"Items", Json::array()}};
  for (const std::string& id : ids) answer["Items"].push_back(stored(id));
  answer["ConsumedCapacity"] = {{"TableName", "contacts"}, {"CapacityUnits", units}};
  if (!last_id.empty()) answer["LastEvaluatedKey"] = {{"id", {{"S", last_id}}}, {"tenant_id", {{"S", "t-1"}}}};
  return answer.dump();
}

inline std::vector<std::string> ids_of(const std::vector<Contact>& contacts) {
  std::vector<std::string> ids;
  for (const Contact& contact : contacts) ids.push_back(contact.id);
  return ids;
}

/// What every write answers.
inline constexpr const char* written = R"({"ConsumedCapacity":{"TableName":"contacts","CapacityUnits":4.0}})";

}  // namespace partita::test
