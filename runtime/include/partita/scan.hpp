// Reading a whole table, of an entity that allows it.
//
//   for (auto& page : notes.scan().page_size(100).pages()) {
//     if (!page) return report(page.error());          // after an error the range ends
//     for (const lab::Note& note : *page) ...
//   }
#pragma once

#include <partita/client.hpp>
#include <partita/entity_codec.hpp>
#include <partita/query.hpp>
#include <partita/query_state.hpp>
#include <partita/segmented_scan.hpp>
#include <partita/tenant.hpp>

#include <cstdint>
#include <utility>

namespace partita::inline epoch1 {

/// A scan: reads every item of the table, in no order, and is charged for the whole of it whatever a filter leaves. The
/// items of one page are read at one time, not those of several.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Scan.html
template <class T>
class [[nodiscard]] Scan : public detail::Reading<Scan<T>, T, T> {
 public:
  /// For generated repositories.
  Scan(const Client& client, const EntityCodec<T>& codec, const QuerySource& source)
      : detail::Reading<Scan<T>, T, T>(detail::QueryState(client, "Scan", codec.table, source), codec),
        codec_(&codec) {}
  Scan(const Client& client, const EntityCodec<T>& codec, const QuerySource& source, const detail::AnyTenant& tenant)
      : Scan(client, codec, source) {
    this->of_tenant(tenant);
  }

  /// Reads what was written last, at twice the read units.
  Scan& consistent(bool on = true) & {
    this->set_consistent(on);
    return *this;
  }
  Scan consistent(bool on = true) && { return std::move(consistent(on)); }

  /// Divides the table into 1 to 1,000,000 segments, which several threads read side by side.
  SegmentedScan<T> segments(std::uint32_t count) const& { return {this->state_, *codec_, count}; }
  SegmentedScan<T> segments(std::uint32_t count) && { return {std::move(this->state_), *codec_, count}; }

 private:
  const EntityCodec<T>* codec_;
};

}  // namespace partita::inline epoch1
