#include "embedded/tables/catalog.hpp"

#include "embedded/tables/definition_text.hpp"
#include "embedded/tables/description.hpp"

#include <absl/strings/string_view.h>

#include <mutex>
#include <utility>

namespace partita::inline epoch1::embedded {

Checked<std::shared_ptr<const Table>> Catalog::find(Reader& reader, std::string_view name) {
  const std::uint64_t version = reader.definitions_version();
  // A writer that never began still knows the version; what it reads then is no transaction's.
  if (reader.failure()) return tl::unexpected(*reader.failure());
  {
    const std::shared_lock lock(mutex_);
    if (version == version_) {
      if (const auto found = tables_.find(absl::string_view(name.data(), name.size())); found != tables_.end()) return found->second;
    }
  }
  const std::optional<std::string> text = reader.definition(name);
  if (reader.failure()) return tl::unexpected(*reader.failure());
  if (!text) return nullptr;
  std::optional<Table> table = table_from(*text);
  if (!table) {
    return refuse("InternalServerError", "the stored definition of table '" + std::string(name) + "' is damaged");
  }
  if (!table->ttl.empty()) has_expiring_ = true;
  auto shared = std::make_shared<const Table>(std::move(*table));
  const std::scoped_lock lock(mutex_);
  // Of two versions that readers still see, the one asked for last is kept.
  if (version != version_) tables_.clear();
  version_ = version;
  tables_.insert_or_assign(std::string(name), shared);
  return shared;
}

Checked<std::shared_ptr<const Table>> Catalog::require(Reader& reader, std::string_view name) {
  return require_or(reader, name, "Requested resource not found");
}

Checked<std::shared_ptr<const Table>> Catalog::require_named(Reader& reader, std::string_view name) {
  return require_or(reader, name, "Requested resource not found: Table: " + std::string(name) + " not found");
}

Checked<std::shared_ptr<const Table>> Catalog::require_resource(Reader& reader, std::string_view name) {
  return require_or(reader, name, "Requested resource not found: ResourcArn: " + table_arn(name) + " not found");
}

Checked<std::shared_ptr<const Table>> Catalog::require_or(Reader& reader, std::string_view name,
                                                          std::string_view message) {
  auto table = find(reader, name);
  if (table && *table == nullptr) return refuse("ResourceNotFoundException", std::string(message));
  return table;
}

}  // namespace partita::inline epoch1::embedded
