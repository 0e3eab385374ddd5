#include "config/ini_file.hpp"
#include "scoped_environment.hpp"

#include <catch2/catch.hpp>

using namespace partita;
using config::IniFile;
using config::property;

TEST_CASE("sections and properties are read as AWS's tools read them") {
  const auto file = IniFile::parse(
      "\xEF\xBB\xBF# comment\r\n"
      "[default]\r\n"
      "Region = eu-west-1\r\n"
      "output=json ; a comment\n"
      "; another\n"
      "[profile  dev ]\n"
      "aws_secret_access_key = a#b;c=d\n"
      "s3 =\n"
      "  max_concurrent_requests = 10\n"
      "region = us-east-1 # the old one\n"
      "\n"
      "[services local]\n"
      "dynamodb =\n"
      "\tendpoint_url = http://localhost:8000\n"
      "  ignore = yes\n"
      "[profile dev]\n"
      "region = us-west-2\n"
      "empty =\n"
      "last = no line end",
      "config");
  REQUIRE(file);
  const auto* const standard = file->find("", "default");
  const auto* const dev = file->find("profile", "dev");
  REQUIRE(standard != nullptr);
  REQUIRE(dev != nullptr);
  CHECK(property(standard, "region")->value == "eu-west-1");
  CHECK(property(standard, "region")->where == "config:3");
  CHECK(property(standard, "output")->value == "json");
  CHECK(property(dev, "aws_secret_access_key")->value == "a#b;c=d");
  CHECK(property(dev, "s3.max_concurrent_requests")->value == "10");
  CHECK(property(dev, "region")->value == "us-west-2");
  CHECK(property(dev, "region")->where == "config:17");
  CHECK_FALSE(property(dev, "empty"));
  CHECK(property(dev, "last")->value == "no line end");
  CHECK(property(file->find("services", "local"), "dynamodb.endpoint_url")->value == "http://localhost:8000");
  CHECK(file->find("", "dev") == nullptr);
  CHECK_FALSE(property(nullptr, "region"));
}

TEST_CASE("a malformed line is named by file and line") {
  const std::pair<const char*, const char*> wrong[] = {
      {"[default\nregion=x", "config:1: a section header lacks its ']'"},
      {"\n[]\n", "config:2: a section header names nothing"},
      {"region = eu-west-1\n", "config:1: a property stands before the first section"},
      {"[default]\nregion = x\nnonsense here\n", "config:3: the line is neither a [section] nor a 'name = value'"},
      {"[default]\n= value\n", "config:2: the line is neither a [section] nor a 'name = value'"},
  };
  for (const auto& [text, message] : wrong) {
    const auto file = IniFile::parse(text, "config");
    REQUIRE_FALSE(file);
    CHECK(file.error().kind() == ErrorKind::invalid_argument);
    CHECK(file.error().message() == message);
  }
}

TEST_CASE("an absent file is empty, one that cannot be read is an error") {
  const test::ScopedEnvironment environment;
  CHECK(IniFile::read((environment.home() / "none").string())->sections().empty());
  const auto directory = IniFile::read(environment.home().string());
  REQUIRE_FALSE(directory);
  CHECK_THAT(directory.error().message(), Catch::StartsWith("cannot read '" + environment.home().string() + "': "));
}
