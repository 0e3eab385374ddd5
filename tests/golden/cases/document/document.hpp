// Items of tenants: with a view, a scan, a sensitive attribute, and times that writes set.
#pragma once

#include <partita/annotations.hpp>
#include <partita/timestamp.hpp>

#include <string>

namespace golden::document {

struct Document {
  using partita_entity = partita::entity<"documents", partita::allow_scan<"the export of a tenant, at its end">,
                                         partita::index<"by_author", partita::include<"title">>>;

  partita::partition_key<std::string, partita::tenant, partita::gsi_partition<"by_author">> tenant_id{};
  partita::sort_key<std::string> id{};
  std::string title{};
  partita::attribute<std::string, partita::gsi_sort<"by_author">> author{};
  partita::attribute<std::string, partita::sensitive> code{};
  partita::created_at<partita::timestamp> made{};
  partita::updated_at<partita::iso_timestamp> changed{};
};

struct DocumentCard {
  using partita_view = partita::view<Document>;

  std::string title{};
  std::string author{};
};

}  // namespace golden::document
