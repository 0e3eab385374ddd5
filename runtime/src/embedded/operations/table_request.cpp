#include "embedded/operations/table_request.hpp"

#include "embedded/tables/definition_text.hpp"

#include <chrono>

namespace partita::inline epoch1::embedded {

std::string read_table_name(const RequestTree& request, Violations& violations) {
  const std::string given = request["TableName"].string().value_or(std::string());
  const std::string name(table_of_arn(given));
  if (request["TableName"].given()) violations.name(name, "tableName");
  return name;
}

Checked<void> check_request(const RequestTree& request, const Violations& violations) {
  const bool named = request["TableName"].given();
  if (request.refusal()) return tl::unexpected(*request.refusal());
  if (!named) return invalid("The parameter 'TableName' is required but was not present in the request");
  if (const auto refusal = violations.refusal()) return tl::unexpected(*refusal);
  return {};
}

Checked<std::string> only_table_name(std::string_view body) {
  const RequestTree request(body);
  Violations violations;
  std::string name = read_table_name(request, violations);
  if (auto good = check_request(request, violations); !good) return tl::unexpected(good.error());
  return name;
}

std::int64_t milliseconds(const Engine& engine) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(engine.now().time_since_epoch()).count();
}

void define(Writer& writer, const Table& table) {
  writer.define(table.name, to_text(table));
}

void write_table(std::string& answer, std::string_view member, const Table& table, std::string_view status,
                 Reader& reader) {
  wire::Writer out;
  {
    JsonObject object(out);
    write_description(object.member(member), table, status, reader);
  }
  answer.append(out.view());
}

}  // namespace partita::inline epoch1::embedded
