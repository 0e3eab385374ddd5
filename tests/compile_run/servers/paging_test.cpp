// Reading more than one request can bring.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html
#include "servers.hpp"

#include "lab/article.partita.hpp"
#include "lab/contact.partita.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace partita::test {
namespace {

using lab::ArticleFields;
using Articles = Table<lab::ArticleRepository>;

constexpr int count = 150;  // of 10 KB each: more than the 1 MB that ends a page

void fill(const Articles& articles) {
  for (int number = 0; number < count; ++number) {
    REQUIRE_OK(
        articles->put({.journal = "j",
                       .number = number - 50,
                       .category = number % 10 == 0 ? "rare" : "common",
                       .text = std::string(10000, static_cast<char>('a' + number % 26)) + std::to_string(number)}));
  }
  REQUIRE_OK(articles->put({.journal = "other", .number = 1, .category = "rare", .text = "x"}));
}

// One table of 1.5 MB for all that is asked of it.
TEST_CASE("large results come in pages", "[paging]") {
  const Articles articles(GENERATE(from_range(backend_ids())), "articles");
  fill(articles);

  {
    INFO("all");
    const auto all = articles->by_journal("j").all();
    REQUIRE_OK(all);
    REQUIRE(all->size() == count);
    for (int number = 0; number < count; ++number) {
      const lab::Article& article = (*all)[static_cast<std::size_t>(number)];
      CHECK(article.number == number - 50);
      CHECK(article.text.substr(10000) == std::to_string(number));
    }
    CHECK(all.cost().requests == 2);
    CHECK(all.cost().items_returned == count);
    CHECK(all.cost().read_units > count);  // 10 KB are 3 blocks of 4 KB, at half a unit each when summed a page
  }
  {
    INFO("pages");
    std::vector<std::size_t> sizes;
    auto pages = articles->by_journal("j").pages();
    for (auto& page : pages) {
      REQUIRE_OK(page);
      sizes.push_back(page->size());
      CHECK(page.cost().requests == 1);
    }
    REQUIRE(sizes.size() == 2);
    CHECK(sizes[0] + sizes[1] == count);
    CHECK(sizes[0] >= 100);
    CHECK(sizes[0] < 110);
    CHECK(pages.cost().requests == 2);
  }
  {
    INFO("page_size");
    std::size_t pages = 0;
    std::int32_t next = 99;
    for (auto& page : articles->by_journal("j").page_size(40).descending().consistent().pages()) {
      REQUIRE_OK(page);
      CHECK(page->size() == (pages < 3 ? 40U : 30U));
      for (const lab::Article& article : *page) CHECK(article.number == next--);
      ++pages;
    }
    CHECK(pages == 4);
    CHECK(next == -51);
  }
  {
    INFO("a page that ends exactly at the end is followed by an empty one");
    std::size_t pages = 0;
    std::size_t items = 0;
    for (auto& page : articles->by_journal("j").page_size(75).pages()) {
      REQUIRE_OK(page);
      ++pages;
      items += page->size();
    }
    CHECK(pages == 3);
    CHECK(items == count);
  }
  {
    INFO("max_items");
    for (const std::uint64_t max : {1U, 99U, 120U, 150U, 1000U}) {
      INFO(max);
      const auto some = articles->by_journal("j").max_items(max).all();
      REQUIRE_OK(some);
      CHECK(some->size() == std::min<std::size_t>(max, count));
      CHECK(some->front().number == -50);
      CHECK(some.cost().items_returned == some->size());  // none is paid for in vain
    }
  }
  {
    INFO("a filter drops most of each page, and loses none that match");
    for (const std::uint32_t page_size : {7U, 10U, 1000U}) {
      INFO(page_size);
      const auto rare = articles->by_journal("j").where(ArticleFields::category == "rare").page_size(page_size).all();
      REQUIRE_OK(rare);
      REQUIRE(rare->size() == count / 10);
      for (std::size_t i = 0; i < rare->size(); ++i) CHECK((*rare)[i].number == static_cast<int>(i) * 10 - 50);
      CHECK(rare.cost().items_returned == count / 10);
    }
  }
  {
    INFO("a filter with max_items reads on until it has so many");
    const auto four =
        articles->by_journal("j").where(ArticleFields::category == "rare").page_size(7).max_items(4).all();
    REQUIRE_OK(four);
    REQUIRE(four->size() == 4);
    CHECK(four->back().number == -20);
    CHECK(four.cost().requests == 5);  // the 31st item is on the fifth page of seven
    const auto none =
        articles->by_journal("j").where(ArticleFields::category == "none").page_size(50).max_items(1).all();
    REQUIRE_OK(none);
    CHECK(none->empty());
    CHECK(none.cost().items_evaluated == count);
  }
  {
    INFO("a range of the sort key over pages");
    const auto range = articles->by_journal("j").number(between(-10, 95)).page_size(33).all();
    REQUIRE_OK(range);
    CHECK(range->size() == 106);
    CHECK(range->back().number == 95);
  }
}

TEST_CASE("an index is read page by page too", "[paging]") {
  const Table<lab::ContactRepository> contacts(GENERATE(from_range(backend_ids())), "contacts");
  for (int i = 0; i < 25; ++i) {
    REQUIRE_OK(contacts->put({.id = "c-" + std::to_string(i),
                              .tenant_id = "t \"" + std::to_string(i % 3) + "\" ü",
                              .account_id = "a",
                              .role = "r",
                              .department = "one and the same",
                              .created_at = timestamp::from_milliseconds(7),
                              .name = "n"}));
  }
  std::vector<std::string> ids;
  std::size_t pages = 0;
  catch_up();
  for (auto& page : contacts->by_role("r").department("one and the same").page_size(4).pages()) {
    REQUIRE_OK(page);
    ++pages;
    for (const lab::Contact& contact : *page) ids.push_back(contact.id);
  }
  CHECK(pages == 7);
  std::sort(ids.begin(), ids.end());
  CHECK(std::unique(ids.begin(), ids.end()) == ids.end());
  CHECK(ids.size() == 25);
  CHECK(contacts->by_status(lab::Status::active).page_size(3).max_items(10).all()->size() == 10);
  CHECK(contacts->by_account("a").page_size(9).descending().all()->size() == 25);
}

}  // namespace
}  // namespace partita::test
