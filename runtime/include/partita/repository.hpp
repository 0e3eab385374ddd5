// All that a generated repository's header needs.
#pragma once

#include <partita/batch.hpp>
#include <partita/call_options.hpp>
#include <partita/client.hpp>
#include <partita/companions.hpp>
#include <partita/condition.hpp>
#include <partita/dry_run.hpp>
#include <partita/field.hpp>
#include <partita/lookup_query.hpp>
#include <partita/query.hpp>
#include <partita/read_transaction.hpp>
#include <partita/result.hpp>
#include <partita/scan.hpp>
#include <partita/tenant.hpp>
#include <partita/transaction.hpp>
#include <partita/update.hpp>
#include <partita/view.hpp>
#include <partita/write_batch.hpp>
#include <partita/write_options.hpp>
#include <partita/write_rules.hpp>

namespace partita::inline epoch1 {
class ItemWrite;
}
