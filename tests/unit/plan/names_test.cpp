#include "plan/names.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>

using namespace partita::plan;

TEST_CASE("C++ identifiers derived from stored names") {
  CHECK(cpp_identifier("created_at") == "created_at");
  CHECK(cpp_identifier("created-at") == "created_at");
  CHECK(cpp_identifier("a.b c#d") == "a_b_c_d");
  CHECK(cpp_identifier("2fa") == "_2fa");
  CHECK(cpp_identifier("") == "_");
  CHECK(cpp_identifier("größe") == "gr__e");  // a character, not a byte, becomes one underscore
  CHECK(cpp_identifier("class") == "class_");
  CHECK(cpp_identifier("co_await") == "co_await_");
  CHECK(cpp_identifier("linux") == "linux_");
  CHECK(cpp_identifier("errno") == "errno_");
  CHECK(cpp_identifier("status") == "status");  // reserved in DynamoDB only
  CHECK(cpp_identifier("update") == "update");  // a member of a struct may be called so
}

TEST_CASE("index methods keep clear of the repository's own") {
  CHECK(method_name("by_role") == "by_role");
  CHECK(method_name("by-role") == "by_role");
  CHECK(method_name("update") == "update_");
  CHECK(method_name("where") == "where_");
  CHECK(method_name("delete") == "delete_");
}

TEST_CASE("classes of index queries") {
  CHECK(index_class_name("by_role") == "ByRole");
  CHECK(index_class_name("byRole") == "ByRole");
  CHECK(index_class_name("_2fa") == "_2fa");
  CHECK(index_class_name("update_") == "Update_");
  CHECK(index_class_name("by_role", "Contact") == "ByRole");
  CHECK(index_class_name("contact", "Contact") == "ContactQuery");
  CHECK(index_class_name("contact_repository", "Contact") == "ContactRepositoryQuery");
  CHECK(index_class_name("GSI1", "Contact") == "GSI1Query");
}

TEST_CASE("names of an entity's classes") {
  CHECK(entity_stem("Contact") == "Contact");
  CHECK(entity_stem("Outer::Contact") == "OuterContact");
  const auto names = generated_names("Contact");
  CHECK(std::find(names.begin(), names.end(), "ContactRepository") != names.end());
  CHECK(std::find(names.begin(), names.end(), "ContactKey") != names.end());
}
