// Names that leave no room on a line.
#pragma once

#include <partita/annotations.hpp>
#include <partita/timestamp.hpp>

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace golden::long_names {

enum class NotificationPreference { weekly_summary_by_electronic_mail, none };

struct CustomerNotification {
  using partita_entity = partita::entity<"customer-notifications">;

  partita::partition_key<std::string> customer_organization_id{};
  partita::sort_key<std::string> subscription_notification_id{};
  partita::attribute<NotificationPreference,
                     partita::gsi_partition<"by_preference_and_planned_delivery">,
                     partita::suppress<"hot-partition", "a test of long names">>
      notification_delivery_preference{};
  std::set<std::string> mail_addresses_of_other_recipients{};
  partita::attribute<partita::timestamp, partita::gsi_sort<"by_preference_and_planned_delivery">>
      planned_delivery_of_notification{};
  std::vector<std::string> mail_addresses_of_recipients{};
  partita::version<std::int64_t> revision = 0;
};

}  // namespace golden::long_names
