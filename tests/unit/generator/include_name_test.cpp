#include "driver/inputs.hpp"

#include <catch2/catch.hpp>

namespace partita::driver {
namespace {

TEST_CASE("an input is named below the longest base that holds it") {
  CHECK(include_name("/p/include/crm/a.hpp", {"/p", "/p/include", "/other"}, {}) == "crm/a.hpp");
  CHECK(include_name("/p/include/crm/a.hpp", {"/p/include/"}, {}) == "crm/a.hpp");
  CHECK(include_name("/p/x/../include/crm/a.hpp", {"/p/./include"}, {}) == "crm/a.hpp");
}

TEST_CASE("a base whose name only begins alike does not hold the input") {
  CHECK(include_name("/p/include2/a.hpp", {"/p/include"}, {}) == "a.hpp");
}

TEST_CASE("without a base the compiler's include directories count") {
  CHECK(include_name("/p/include/crm/a.hpp", {}, {"-std=c++20", "-I/p", "-I", "/p/include"}) == "crm/a.hpp");
  CHECK(include_name("/p/include/crm/a.hpp", {}, {"-isystem", "/p/include"}) == "crm/a.hpp");
  CHECK(include_name("/p/include/crm/a.hpp", {"/p"}, {"-I/p/include"}) == "include/crm/a.hpp");
}

TEST_CASE("an input below none of them is named by its file name") {
  CHECK(include_name("/q/crm/a.hpp", {"/p"}, {"-I/r"}) == "a.hpp");
}

}  // namespace
}  // namespace partita::driver
